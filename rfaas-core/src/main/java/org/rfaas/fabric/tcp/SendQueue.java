package org.rfaas.fabric.tcp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.ProtocolException;
import org.jspecify.annotations.Nullable;
import org.rfaas.fabric.InitiatedCompletions;
import org.rfaas.fabric.RingCounters;
import org.rfaas.fabric.WorkOpcode;
import org.rfaas.fabric.WorkStatus;

/**
 * Work this side initiated. An entry is posted by the posting thread, begun by whoever transmits it, and retired, which
 * frees it, in the drive section once the peer has carried it out; the request's number is its position. Always {@code
 * retired <= acknowledged <= begun <= posted}.
 */
final class SendQueue {
    private static final VarHandle POSTED;
    private static final VarHandle BEGUN;
    private static final VarHandle RETIRED;
    private static final VarHandle TAKEN_BY_PEER;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            POSTED = lookup.findVarHandle(SendQueue.class, "posted", long.class);
            BEGUN = lookup.findVarHandle(SendQueue.class, "begun", long.class);
            RETIRED = lookup.findVarHandle(SendQueue.class, "retired", long.class);
            TAKEN_BY_PEER = lookup.findVarHandle(SendQueue.class, "takenByPeer", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final int mask;
    private final byte[] opcodes;
    private final boolean[] signaled;
    private final boolean[] answered;
    private final @Nullable TcpMemoryRegion[] regions;
    private final long[] offsets;
    private final long[] operands;
    private final long[] addresses;
    private final int[] keys;
    private final int[] immediates;
    private final long[] workIds;

    private long posted;
    private long begun;
    private long acknowledged;
    private long retired;
    private long twoSidedPosted;
    private long takenByPeer;
    private long ackWantedAt;
    private WorkStatus firstFlushed = WorkStatus.FLUSHED;

    SendQueue(int depth) {
        int capacity = RingCounters.capacity(depth);
        this.mask = capacity - 1;
        this.opcodes = new byte[capacity];
        this.signaled = new boolean[capacity];
        this.answered = new boolean[capacity];
        this.regions = new TcpMemoryRegion[capacity];
        this.offsets = new long[capacity];
        this.operands = new long[capacity];
        this.addresses = new long[capacity];
        this.keys = new int[capacity];
        this.immediates = new int[capacity];
        this.workIds = new long[capacity];
    }

    /** Posting thread. */
    boolean hasRoom() {
        return posted - (long) RETIRED.getAcquire(this) <= mask; // pairs with setRelease in retire and flush
    }

    /** Posting thread: whether the peer has room for one more immediate or message. */
    boolean hasCredit() {
        return twoSidedPosted - (long) TAKEN_BY_PEER.getAcquire(this) <= mask; // pairs with setRelease in taken
    }

    /**
     * Posting thread, after {@link #hasRoom}.
     *
     * @param operand length in bytes, or the addend
     */
    void post(
            byte opcode,
            TcpMemoryRegion region,
            long offset,
            long operand,
            int key,
            long address,
            int immediate,
            long workId,
            boolean wantsCompletion) {
        int at = (int) posted & mask;
        opcodes[at] = opcode;
        signaled[at] = wantsCompletion;
        answered[at] = !Frame.isAnswered(opcode);
        regions[at] = region;
        offsets[at] = offset;
        operands[at] = operand;
        addresses[at] = address;
        keys[at] = key;
        immediates[at] = immediate;
        workIds[at] = workId;
        if (Frame.isTwoSided(opcode)) {
            twoSidedPosted++;
        }
        POSTED.setRelease(this, posted + 1); // pairs with getAcquire in hasUnbegun and flush
    }

    /** In the transmit section, and for a first look by anyone. */
    boolean hasUnbegun() {
        return (long) POSTED.getAcquire(this) != (long) BEGUN.getOpaque(this); // pairs with setRelease in post
    }

    /**
     * In the transmit section: the entry to transmit next, by its index; from here on the peer may acknowledge it, upon
     * which it may be overwritten, so the caller reads the entry before it writes anything to the peer.
     */
    int next() {
        return (int) begun & mask;
    }

    /** In the transmit section: number of the request of {@link #next}. */
    int nextSequence() {
        return (int) begun;
    }

    /**
     * In the transmit section: counts {@link #next} as begun.
     *
     * @return whether the peer is to acknowledge: for a completion, and once in half a queue of silent work
     */
    boolean begin() {
        boolean wanted = signaled[(int) begun & mask];
        long next = begun + 1;
        // answers carry acknowledgements too; only a one-way stream has to ask
        if (wanted || next - Math.max(ackWantedAt, (long) RETIRED.getOpaque(this)) > (mask + 1) / 2) {
            ackWantedAt = next;
            wanted = true;
        }
        BEGUN.setRelease(this, next); // pairs with getAcquire in acknowledge
        return wanted;
    }

    byte opcode(int at) {
        return opcodes[at];
    }

    @Nullable
    TcpMemoryRegion region(int at) {
        return regions[at];
    }

    long offset(int at) {
        return offsets[at];
    }

    long operand(int at) {
        return operands[at];
    }

    long address(int at) {
        return addresses[at];
    }

    int key(int at) {
        return keys[at];
    }

    int immediate(int at) {
        return immediates[at];
    }

    /** In the drive section, as all below: the peer says how much it has carried out. */
    void acknowledge(int executed, InitiatedCompletions completions) throws ProtocolException {
        int more = executed - (int) acknowledged;
        if (more == 0) {
            return;
        }
        if (more < 0 || more > (long) BEGUN.getAcquire(this) - acknowledged) { // pairs with setRelease in begin
            throw new ProtocolException("it acknowledges request " + executed + ", which was not sent");
        }
        acknowledged += more;
        retire(completions);
    }

    /** The peer says how many immediates and messages met a receive. */
    void taken(int consumed) throws ProtocolException {
        int more = consumed - (int) takenByPeer;
        if (more < 0 || more > mask + 1) {
            throw new ProtocolException("it has taken " + consumed + " immediates and messages, more than were sent");
        }
        if (more > 0) {
            TAKEN_BY_PEER.setRelease(this, takenByPeer + more); // pairs with getAcquire in hasCredit
        }
    }

    /** The entry that this answer is for, by its index. */
    int awaiting(int sequence, byte opcode) throws ProtocolException {
        int ahead = sequence - (int) retired;
        int at = sequence & mask;
        if (ahead < 0 || ahead >= (long) BEGUN.getAcquire(this) - retired || opcodes[at] != opcode || answered[at]) {
            throw new ProtocolException("it answers request " + sequence + ", which asked nothing");
        }
        return at;
    }

    void answer(int at, InitiatedCompletions completions) {
        answered[at] = true;
        retire(completions);
    }

    private void retire(InitiatedCompletions completions) {
        while (retired < acknowledged && answered[(int) retired & mask]) {
            int at = (int) retired & mask;
            if (signaled[at]) {
                completions.push(workIds[at], workOpcode(opcodes[at]), WorkStatus.SUCCESS);
            }
            RETIRED.setRelease(this, retired + 1); // pairs with getAcquire in hasRoom
        }
    }

    /** The peer refuses the oldest request that it has not carried out. */
    void refused(int sequence) throws ProtocolException {
        if (sequence != (int) acknowledged || acknowledged == (long) BEGUN.getAcquire(this)) {
            throw new ProtocolException("it refuses request " + sequence + ", which was not next");
        }
        firstFlushed = WorkStatus.REMOTE_ACCESS_ERROR;
    }

    /** After the queue pair has failed: completes all that is posted, what was refused with that error. */
    void flush(InitiatedCompletions completions) {
        long end = (long) POSTED.getAcquire(this); // pairs with setRelease in post
        while (retired < end) {
            int at = (int) retired & mask;
            completions.push(workIds[at], workOpcode(opcodes[at]), firstFlushed);
            firstFlushed = WorkStatus.FLUSHED;
            RETIRED.setRelease(this, retired + 1); // pairs with getAcquire in hasRoom
        }
    }

    /** Whether work is posted that is not retired. Polling thread. */
    boolean hasOutstanding() {
        return (long) POSTED.getAcquire(this) != (long) RETIRED.getAcquire(this);
    }

    private static WorkOpcode workOpcode(byte opcode) {
        return switch (opcode) {
            case Frame.SEND -> WorkOpcode.SEND;
            case Frame.READ -> WorkOpcode.READ;
            case Frame.FETCH_AND_ADD -> WorkOpcode.FETCH_AND_ADD;
            default -> WorkOpcode.WRITE;
        };
    }
}
