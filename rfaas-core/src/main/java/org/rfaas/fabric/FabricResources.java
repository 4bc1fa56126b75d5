package org.rfaas.fabric;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an opened fabric has made and nobody has closed yet; for providers. A fabric closes itself in this order: {@link
 * #beginClose}, whatever ends its waits, {@link #awaitOperations}, {@link #closeQueuePairs}, {@link #closeOthers}, and then
 * what all of them stood on. Any thread.
 */
public final class FabricResources {
    private static final Logger LOG = LoggerFactory.getLogger(FabricResources.class);

    private final Set<AutoCloseable> open = new LinkedHashSet<>();
    private int operations;
    private boolean closed;

    /**
     * Takes charge of a resource; closes it if the fabric has closed meanwhile.
     *
     * @throws FabricException when the fabric is closed
     */
    public <T extends AutoCloseable> T add(T made) {
        synchronized (this) {
            if (!closed) {
                open.add(made);
                return made;
            }
        }
        closeQuietly(made);
        throw closedFabric();
    }

    /**
     * Takes charge of a queue pair and starts it; closes it if that fails. During an operation, see {@link #during}: a fabric that
     * closes must not leave it half started, for nobody would end it.
     *
     * @throws FabricException when the fabric is closed
     */
    public <T extends QueuePair> T addStarted(T made, Consumer<T> start) {
        add(made);
        try {
            start.accept(made);
            return made;
        } catch (RuntimeException | Error e) {
            made.close();
            throw e;
        }
    }

    /** A resource has been closed. */
    public synchronized void remove(AutoCloseable made) {
        open.remove(made);
    }

    /** The open resources of a kind. */
    public synchronized <T extends AutoCloseable> List<T> open(Class<T> kind) {
        return open.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /**
     * Refuses work on a closed fabric.
     *
     * @throws FabricException when the fabric is closed
     */
    public synchronized void requireOpen() {
        if (closed) {
            throw closedFabric();
        }
    }

    /**
     * Runs an operation under which the fabric must not be taken down: {@link #awaitOperations} waits for its end.
     *
     * @throws FabricException when the fabric is closed
     */
    public <T> T during(Supplier<T> operation) {
        synchronized (this) {
            requireOpen();
            operations++;
        }
        try {
            return operation.get();
        } finally {
            synchronized (this) {
                operations--;
                notifyAll();
            }
        }
    }

    /**
     * From now on nothing can be added.
     *
     * @return false if it had been called before: the fabric is closed already, or being closed
     */
    public synchronized boolean beginClose() {
        boolean first = !closed;
        closed = true;
        return first;
    }

    /** Waits until no operation is under way; an interruption ends the wait and is kept. */
    public synchronized void awaitOperations() {
        try {
            while (operations > 0) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Closes the queue pairs, which use everything else, newest first. */
    public void closeQueuePairs() {
        close(QueuePair.class::isInstance);
    }

    /** Closes what is left, newest first. */
    public void closeOthers() {
        close(made -> true);
    }

    private void close(Predicate<AutoCloseable> which) {
        List<AutoCloseable> left;
        synchronized (this) {
            left = new ArrayList<>(open);
        }
        left.reversed().stream().filter(which).forEach(FabricResources::closeQuietly);
    }

    /** Closes what is being given up anyway. */
    public static void closeQuietly(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            LOG.debug("closing {} failed", resource, e);
        }
    }

    private static FabricException closedFabric() {
        return new FabricException("the fabric is closed");
    }
}
