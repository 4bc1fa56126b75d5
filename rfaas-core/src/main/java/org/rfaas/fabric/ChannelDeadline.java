package org.rfaas.fabric;

import java.nio.channels.Channel;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Ends what blocks on a channel for too long; for providers whose sides meet over sockets. Any thread. */
public final class ChannelDeadline {
    private static final ScheduledThreadPoolExecutor TIMER = timer();

    private ChannelDeadline() {}

    /**
     * Closes the channel when the time is up, which ends whatever blocks on it; cancel the result when done.
     *
     * @throws OutOfMemoryError when there is no thread that could; then the channel is closed
     */
    public static Future<?> closeAfter(Channel channel, Duration timeout) {
        try {
            return TIMER.schedule(() -> FabricResources.closeQuietly(channel), timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (OutOfMemoryError e) {
            FabricResources.closeQuietly(channel);
            throw e;
        }
    }

    /** Forgets what is cancelled, so that a flood of short handshakes leaves nothing behind. */
    private static ScheduledThreadPoolExecutor timer() {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("fabric-deadlines").factory());
        executor.setRemoveOnCancelPolicy(true);
        executor.setKeepAliveTime(1, TimeUnit.SECONDS);
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }
}
