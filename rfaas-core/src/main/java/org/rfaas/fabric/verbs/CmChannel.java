package org.rfaas.fabric.verbs;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.rfaas.fabric.FabricException;
import org.rfaas.fabric.OpenResources;
import org.rfaas.fabric.rdma.CmEventType;
import org.rfaas.fabric.rdma.Libc;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection events of one fabric: an rdma_cm event channel, and the thread that reads it and hands each event to the
 * identifier it is about.
 */
final class CmChannel implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CmChannel.class);

    /** Nobody needs the thread to look so often: whoever wants something wakes it. */
    private static final long LOOK_AGAIN_NS = TimeUnit.SECONDS.toNanos(1);

    private final Librdmacm.Functions functions = Librdmacm.functions();
    private final MemorySegment channel;
    private final DescriptorWait wait;
    private final Map<Long, CmId> ids = new ConcurrentHashMap<>();
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    private volatile boolean interrupted;
    private volatile boolean closed;

    CmChannel() {
        this.channel = functions.createEventChannel().pointer("cannot talk to the RDMA connection manager");
        OpenResources opened = new OpenResources();
        opened.add(() -> functions.destroyEventChannel().attempt(channel));
        try {
            int descriptor = channel.reinterpret(Integer.BYTES).get(JAVA_INT, 0);
            Libc.unblock(descriptor);
            this.wait = opened.add(new DescriptorWait(descriptor));
            this.thread = Thread.ofPlatform().name("verbs-cm").daemon().start(this::run);
        } catch (RuntimeException | Error e) {
            opened.closeAfter(e);
            throw e;
        }
    }

    /** The {@code struct rdma_event_channel}. */
    MemorySegment segment() {
        return channel;
    }

    void add(CmId id) {
        ids.put(id.segment().address(), id);
        if (interrupted) {
            id.interrupt();
        }
    }

    void remove(CmId id) {
        ids.remove(id.segment().address(), id);
    }

    /** Ends the waits of all who wait for an event, now and from now on. */
    void interrupt() {
        interrupted = true;
        ids.values().forEach(CmId::interrupt);
    }

    /** Has the thread of this channel do something soon: for callers that must not make a system call themselves. */
    void soon(Runnable task) {
        tasks.add(task);
        wait.wakeUp();
    }

    private void run() {
        while (!closed) {
            wait.sleep(LOOK_AGAIN_NS);
            try {
                dispatchAll();
                for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                    task.run();
                }
            } catch (RuntimeException | Error e) { // nobody else would hear of any connection's end
                LOG.error("handling a connection event failed", e);
            }
        }
    }

    private void dispatchAll() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment pointer = arena.allocate(ADDRESS);
            while (!closed && (int) functions.getCmEvent().attempt(channel, pointer) == 0) {
                MemorySegment event = pointer.get(ADDRESS, 0);
                try {
                    dispatch(CmEvent.copyOf(event));
                } finally {
                    // last: until then nobody can destroy the identifier and another take its address
                    functions.ackCmEvent().attempt(event);
                }
            }
        }
    }

    private void dispatch(CmEvent event) {
        MemorySegment about = event.type() == CmEventType.CONNECT_REQUEST ? event.listenId() : event.id();
        @Nullable CmId id = ids.get(about.address());
        LOG.trace("{} status {} for {}", event.type(), event.status(), id);
        if (id != null) {
            id.events().deliver(event);
        } else if (event.type() == CmEventType.CONNECT_REQUEST) { // its listener has just been closed
            CmId request = CmId.ofRequest(this, event);
            soon(request::destroy);
        }
    }

    /** After all identifiers are destroyed. Idempotent. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        wait.wakeUp();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FabricException("interrupted while closing a fabric", e);
        }
        wait.close();
        functions.destroyEventChannel().attempt(channel);
    }
}
