package org.rfaas.fabric.verbs;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.rfaas.fabric.OpenResources;
import org.rfaas.fabric.rdma.DeviceCompletionQueue;
import org.rfaas.fabric.rdma.Libc;

/** A {@code struct ibv_cq} with its completion channel. An empty poll costs one native call. */
final class NativeCompletionQueue implements DeviceCompletionQueue {
    private static final int BATCH = 16;

    /** {@code struct ibv_comp_channel}: context, fd. */
    private static final long CHANNEL_BYTES = 16;

    private static final long CHANNEL_FD = 8;

    /** {@code struct ibv_cq}. */
    private static final long QUEUE_BYTES = 128;

    private static final long QUEUE_CHANNEL = 8;
    private static final long QUEUE_CQE = 28;

    private final DataPath dataPath;
    private final MemorySegment channel;
    private final Arena guard = Arena.ofShared();
    private final MemorySegment queue;
    private final DescriptorWait wait;
    private final MemorySegment queueOut = Arena.ofAuto().allocate(ADDRESS);
    private final MemorySegment contextOut = Arena.ofAuto().allocate(ADDRESS);
    private final CompletionEntries entries = new CompletionEntries(Arena.ofAuto(), BATCH);
    private int capacity;

    NativeCompletionQueue(VerbsDevice device, int capacity) {
        Libibverbs.Functions functions = Libibverbs.functions();
        this.dataPath = device.dataPath();
        this.capacity = capacity;
        this.channel = functions
                .createCompChannel()
                .pointer("cannot create a completion channel", device.context())
                .reinterpret(CHANNEL_BYTES);
        OpenResources opened = new OpenResources();
        opened.add(() -> functions.destroyCompChannel().attempt(channel));
        try {
            StructLayouts.require(
                    "struct ibv_comp_channel",
                    channel.get(ADDRESS, 0).address() == device.context().address());
            int descriptor = channel.get(JAVA_INT, CHANNEL_FD);
            Libc.unblock(descriptor);
            this.wait = opened.add(new DescriptorWait(descriptor));
            this.queue = functions
                    .createCq()
                    .pointer(
                            "cannot create a completion queue of " + capacity + " entries",
                            device.context(),
                            capacity,
                            MemorySegment.NULL,
                            channel,
                            0)
                    .reinterpret(QUEUE_BYTES, guard, null);
            opened.add(() -> functions.destroyCq().attempt(queue));
            StructLayouts.require(
                    "struct ibv_cq",
                    queue.get(ADDRESS, 0).address() == device.context().address()
                            && queue.get(ADDRESS, QUEUE_CHANNEL).address() == channel.address()
                            && queue.get(JAVA_INT, QUEUE_CQE) >= capacity);
        } catch (RuntimeException | Error e) {
            opened.closeAfter(e);
            throw e;
        }
    }

    /** The {@code struct ibv_cq}. */
    MemorySegment segment() {
        return queue;
    }

    @Override
    public int poll() {
        return dataPath.poll(queue, BATCH, entries.segment());
    }

    @Override
    public long id(int at) {
        return entries.id(at);
    }

    @Override
    public int status(int at) {
        return entries.status(at);
    }

    @Override
    public int opcode(int at) {
        return entries.opcode(at);
    }

    @Override
    public int bytes(int at) {
        return entries.bytes(at);
    }

    @Override
    public int immediate(int at) {
        return entries.immediate(at);
    }

    @Override
    public void arm() {
        dataPath.requestNotification(queue);
    }

    @Override
    public void sleep(long timeoutNs) {
        boolean notified = wait.sleep(timeoutNs);
        while (notified) {
            notified = dataPath.takeNotification(channel, queue, queueOut, contextOut);
        }
    }

    @Override
    public void wakeUp() {
        wait.wakeUp();
    }

    @Override
    public void reserve(int needed) {
        if (needed > capacity) {
            Libibverbs.functions()
                    .resizeCq()
                    .call("cannot make room for another queue pair on a completion queue", queue, needed);
            capacity = needed;
        }
    }

    @Override
    public void close() {
        Libibverbs.Functions functions = Libibverbs.functions();
        MemorySegment pointer = MemorySegment.ofAddress(queue.address());
        NativeGuard.close(guard);
        functions.destroyCq().attempt(pointer);
        wait.close();
        functions.destroyCompChannel().attempt(channel);
    }
}
