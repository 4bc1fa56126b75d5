package org.rfaas.executor.manager;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.rfaas.client.LeaseListener;
import org.rfaas.lease.EndReason;
import org.rfaas.lease.LeaseId;

/** Remembers what a client is told, as lines of text. */
final class RecordingListener implements LeaseListener {
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    @Override
    public void ending(LeaseId lease, EndReason reason, Duration grace) {
        heard.add("ending " + reason);
    }

    @Override
    public void ended(LeaseId lease, EndReason reason, String text) {
        heard.add("ended " + reason + (text.isEmpty() ? "" : " " + text));
    }

    @Override
    public void managerLost(String reason) {
        heard.add("manager lost");
    }

    String next() {
        try {
            String line = heard.poll(60, TimeUnit.SECONDS);
            return line == null ? "nothing" : line;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
