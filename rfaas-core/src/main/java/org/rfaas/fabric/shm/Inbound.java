package org.rfaas.fabric.shm;

import org.jspecify.annotations.Nullable;
import org.rfaas.fabric.MemoryRegion;
import org.rfaas.fabric.PostedReceives;
import org.rfaas.fabric.QueuePair;
import org.rfaas.fabric.WorkCompletion;
import org.rfaas.fabric.WorkOpcode;
import org.rfaas.fabric.WorkStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The receiving half of a queue pair: matches entries of the peer's ring with posted receives. Polling thread only. */
final class Inbound {
    private static final Logger LOG = LoggerFactory.getLogger(Inbound.class);

    private final QueuePair queuePair;
    private final RingConsumer ring;
    private final PostedReceives<MemoryRegion> receives;
    private final Lifeline lifeline;

    Inbound(QueuePair queuePair, RingConsumer ring, PostedReceives<MemoryRegion> receives, Lifeline lifeline) {
        this.queuePair = queuePair;
        this.ring = ring;
        this.receives = receives;
        this.lifeline = lifeline;
    }

    boolean poll(WorkCompletion into) {
        Lifeline.State state = lifeline.state(); // before the ring: when the peer is lost, all it published is there
        return switch (state) {
            case CONNECTED -> ring.isReady() && deliver(into);
            case PEER_LOST -> ring.isReady() ? deliver(into) : flush(into, WorkStatus.FLUSHED);
            case FAILED -> flush(into, WorkStatus.FLUSHED);
            case CLOSED -> false;
        };
    }

    private boolean deliver(WorkCompletion into) {
        if (!ring.isValid()) {
            LOG.warn("peer broke the ring protocol; disconnecting");
            lifeline.fail();
            return flush(into, WorkStatus.REMOTE_OPERATION_ERROR);
        }
        if (receives.isEmpty()) {
            return false;
        }
        int bytes = ring.bytes();
        if (ring.kind() == Ring.IMMEDIATE) {
            complete(into, WorkStatus.SUCCESS, WorkOpcode.RECEIVE_IMMEDIATE, bytes, ring.immediate());
        } else {
            @Nullable MemoryRegion region = receives.region();
            if (region == null || bytes > receives.length() || !copyMessage(region)) {
                lifeline.fail();
                return flush(into, WorkStatus.LOCAL_LENGTH_ERROR);
            }
            complete(into, WorkStatus.SUCCESS, WorkOpcode.RECEIVE, bytes, 0);
        }
        ring.advance();
        return true;
    }

    /** False when the region was closed under its receive: that must not end the poller, who serves others too. */
    private boolean copyMessage(MemoryRegion region) {
        try {
            ring.copyMessage(region.segment(), receives.offset());
            return true;
        } catch (IllegalStateException e) {
            LOG.warn("a message met a receive whose memory region is closed; disconnecting");
            return false;
        }
    }

    /** Completes the oldest receive, if any, in an error state. What is left in the ring is never delivered. */
    private boolean flush(WorkCompletion into, WorkStatus status) {
        if (receives.isEmpty()) {
            return false;
        }
        complete(into, status, WorkOpcode.RECEIVE, 0, 0);
        return true;
    }

    private void complete(WorkCompletion into, WorkStatus status, WorkOpcode opcode, int bytes, int immediate) {
        into.set(queuePair, receives.workId(), status, opcode, bytes, immediate);
        receives.take();
    }
}
