package org.rfaas.fabric.disni;

import com.ibm.disni.verbs.IbvCQ;
import com.ibm.disni.verbs.IbvCompChannel;
import com.ibm.disni.verbs.IbvWC;
import com.ibm.disni.verbs.SVCPollCq;
import com.ibm.disni.verbs.SVCReqNotify;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.rfaas.fabric.FabricException;
import org.rfaas.fabric.rdma.DeviceCompletionQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A completion queue of DiSNI's with its completion channel. An empty poll costs a JNI call. */
final class DisniCompletionQueue implements DeviceCompletionQueue {
    private static final Logger LOG = LoggerFactory.getLogger(DisniCompletionQueue.class);
    private static final int BATCH = 16;

    /** DiSNI cannot enlarge a queue that turns out to be shared by many queue pairs. */
    private static final int LEAST_ENTRIES = 16_384;

    /** Nothing ends DiSNI's wait early, so it is a short one. */
    private static final long TICK_MS = 50;

    private final IbvCompChannel channel;
    private final IbvCQ queue;
    private final IbvWC[] entries = Stream.generate(IbvWC::new).limit(BATCH).toArray(IbvWC[]::new);
    private final SVCPollCq poll;
    private final SVCReqNotify requestNotification;
    private final CloseGate gate = new CloseGate();
    private final int capacity;
    private volatile boolean wakeRequested;

    DisniCompletionQueue(DisniDevice device, int needed) {
        String purpose = "cannot create a completion queue of " + needed + " entries";
        this.capacity = Math.max(needed, LEAST_ENTRIES);
        this.channel = DisniErrors.call(purpose, () -> device.context().createCompChannel());
        try {
            this.queue = DisniErrors.call(purpose, () -> device.context().createCQ(channel, capacity, 0));
            this.poll = DisniErrors.call(purpose, () -> queue.poll(entries, BATCH));
            this.requestNotification = DisniErrors.call(purpose, () -> queue.reqNotification(false));
        } catch (FabricException e) {
            DisniErrors.call(purpose, () -> channel.destroyCompChannel());
            throw e;
        }
    }

    IbvCQ queue() {
        return queue;
    }

    @Override
    public int poll() {
        gate.enter();
        try {
            poll.execute();
            return poll.getPolls();
        } catch (IOException e) {
            LOG.debug("polling failed", e);
            return 0;
        } finally {
            gate.leave();
        }
    }

    @Override
    public long id(int at) {
        return entries[at].getWr_id();
    }

    @Override
    public int status(int at) {
        return entries[at].getStatus();
    }

    @Override
    public int opcode(int at) {
        return entries[at].getOpcode();
    }

    @Override
    public int bytes(int at) {
        return entries[at].getByte_len();
    }

    @Override
    public int immediate(int at) {
        return Integer.reverseBytes(entries[at].getImm_data()); // as it came, in network order
    }

    @Override
    public void arm() {
        gate.enter();
        try {
            requestNotification.execute();
        } catch (IOException e) {
            LOG.debug("asking for a notification failed", e); // sleep then lasts its time
        } finally {
            gate.leave();
        }
    }

    @Override
    public void sleep(long timeoutNs) {
        long startNs = System.nanoTime();
        long remainingNs = timeoutNs;
        while (!wakeRequested && remainingNs > 0) {
            if (waitForNotification((int) Math.clamp(TimeUnit.NANOSECONDS.toMillis(remainingNs), 1, TICK_MS))) {
                break;
            }
            remainingNs = timeoutNs - (System.nanoTime() - startNs);
        }
        wakeRequested = false;
    }

    private boolean waitForNotification(int timeoutMs) {
        gate.enter();
        try {
            if (!channel.getCqEvent(queue, timeoutMs)) {
                return false;
            }
            queue.ackEvents(1);
            return true;
        } catch (IOException e) {
            LOG.debug("waiting for a notification failed", e);
            return true;
        } finally {
            gate.leave();
        }
    }

    @Override
    public void wakeUp() {
        wakeRequested = true;
    }

    @Override
    public void reserve(int needed) {
        if (needed > capacity) {
            throw new FabricException("another queue pair needs a completion queue of " + needed
                    + " entries, this one has " + capacity + " and DiSNI cannot enlarge it; make one of that depth");
        }
    }

    @Override
    public void close() {
        gate.close();
        poll.free();
        requestNotification.free();
        DisniErrors.call("cannot destroy a completion queue", queue::destroyCQ);
        DisniErrors.call("cannot destroy a completion channel", channel::destroyCompChannel);
    }
}
