package org.rfaas.fabric.disni;

import com.ibm.disni.verbs.RdmaCm;
import com.ibm.disni.verbs.RdmaCmEvent;
import com.ibm.disni.verbs.RdmaCmId;
import com.ibm.disni.verbs.RdmaEventChannel;
import java.io.IOException;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.rfaas.fabric.FabricException;
import org.rfaas.fabric.rdma.CmEventType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection events of one fabric: an event channel, and the thread that reads it and hands each event to the identifier
 * it is about. DiSNI keeps identifiers in a table that one thread may use only, so that thread makes them too.
 */
final class DisniEvents implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DisniEvents.class);

    /** Nothing ends DiSNI's wait for an event early, so it is a short one. */
    private static final int TICK_MS = 10;

    private final RdmaEventChannel channel;
    private final Map<RdmaCmId, DisniId> ids = new ConcurrentHashMap<>();
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    private volatile boolean interrupted;
    private volatile boolean closed;

    DisniEvents() {
        this.channel =
                DisniErrors.call("cannot talk to the RDMA connection manager", RdmaEventChannel::createEventChannel);
        this.thread = Thread.ofPlatform().name("disni-cm").daemon().start(this::run);
    }

    /** A new identifier, registered here. */
    DisniId createId() {
        CompletableFuture<DisniId> made = new CompletableFuture<>();
        soon(() -> {
            try {
                RdmaCmId id = channel.createId(RdmaCm.RDMA_PS_TCP);
                made.complete(register(id));
            } catch (IOException | RuntimeException | Error e) { // somebody waits for it
                made.completeExceptionally(
                        new FabricException("cannot make an RDMA connection identifier: " + e.getMessage(), e));
            }
        });
        return await(made);
    }

    private static DisniId await(CompletableFuture<DisniId> made) {
        try {
            return made.get();
        } catch (InterruptedException e) {
            var _ = made.thenAccept(DisniId::destroy); // nobody else will have heard of it
            Thread.currentThread().interrupt();
            throw new FabricException("interrupted while connecting", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof FabricException cause
                    ? cause
                    : new FabricException("cannot make an RDMA connection identifier: " + e.getCause(), e.getCause());
        }
    }

    private DisniId register(RdmaCmId id) {
        DisniId made = new DisniId(this, id);
        ids.put(id, made);
        if (interrupted) {
            made.interrupt();
        }
        return made;
    }

    void remove(RdmaCmId id) {
        ids.remove(id);
    }

    /** Ends the waits of all who wait for an event, now and from now on. */
    void interrupt() {
        interrupted = true;
        ids.values().forEach(DisniId::interrupt);
    }

    /** Has the thread of this channel do something soon. */
    void soon(Runnable task) {
        tasks.add(task);
    }

    private void run() {
        while (!closed) {
            try {
                for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                    task.run();
                }
                RdmaCmEvent event = channel.getCmEvent(TICK_MS);
                if (event != null) {
                    dispatch(event);
                }
            } catch (IOException | RuntimeException | Error e) { // nobody else would hear of any connection's end
                LOG.error("handling a connection event failed", e);
            }
        }
    }

    private void dispatch(RdmaCmEvent event) {
        CmEventType type = CmEventType.of(event.getEvent());
        if (type == CmEventType.CONNECT_REQUEST) {
            @Nullable DisniId listener = ids.get(event.getListenIdPriv());
            DisniId request = register(event.getConnIdPriv());
            if (listener == null) {
                soon(request::destroy);
            } else {
                listener.events().deliver(new DisniId.Event(type, request));
            }
            return;
        }
        RdmaCmId about = event.getConnIdPriv();
        @Nullable DisniId id = about == null ? null : ids.get(about);
        LOG.trace("{} for {}", type, id);
        if (id != null) {
            id.events().deliver(new DisniId.Event(type, id));
        }
    }

    /** After all identifiers are destroyed. Idempotent. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FabricException("interrupted while closing a fabric", e);
        }
        DisniErrors.call("cannot close the event channel", channel::destroyEventChannel);
    }
}
