package org.rfaas.manager;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.rfaas.lease.BookObserver;
import org.rfaas.lease.LeaseBook;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The {@link LeaseBook} behind a lock. Whoever uses it sees it as of now: what has expired has ended. Nothing is sent, and
 * nothing waited for, while it is locked; what has changed is in the journal, if there is one, before it is unlocked.
 */
final class SharedBook implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SharedBook.class);

    /** Fair: who serves grants takes it again and again, and others shall come to their turn. */
    private final ReentrantLock lock = new ReentrantLock(true);

    private final Observers observers = new Observers();
    private final LeaseBook book;
    private final InstantSource clock;
    private Optional<Journal> journal = Optional.empty();

    SharedBook(LeaseTerms terms, InstantSource clock) {
        this.book = new LeaseBook(terms.expiryMargin().toMillis(), observers);
        this.clock = clock;
    }

    /** Lets somebody hear of every change from now on. */
    void observe(BookObserver observer) {
        locked(() -> observers.add(observer));
    }

    /**
     * Restores what was before a restart, and keeps from now on what has to survive the next one.
     *
     * @throws IllegalArgumentException when the directory cannot be used
     */
    void restore(Path directory) {
        locked(() -> {
            Journal opened = Journal.open(directory, book, clock);
            observers.add(opened);
            journal = Optional.of(opened);
        });
    }

    /** Uses the book alone; returns what the use returns, which must not be a view of the book. */
    <R> R call(Function<LeaseBook, R> use) {
        lock.lock();
        try {
            book.passTime(clock.millis());
            return use.apply(book);
        } finally {
            flushAndUnlock();
        }
    }

    /** Like {@link #call} without a result. */
    void run(Consumer<LeaseBook> use) {
        lock.lock();
        try {
            book.passTime(clock.millis());
            use.accept(book);
        } finally {
            flushAndUnlock();
        }
    }

    private void flushAndUnlock() {
        try {
            journal.ifPresent(Journal::flush);
        } finally {
            lock.unlock();
        }
    }

    private void locked(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }

    /** Ends what has expired. */
    void passTime() {
        run(_ -> {});
    }

    long nowMs() {
        return clock.millis();
    }

    /** Ends the journal; what changes afterwards is not in it. Idempotent. */
    @Override
    public void close() {
        locked(() -> {
            Optional<Journal> open = journal;
            journal = Optional.empty();
            try {
                if (open.isPresent()) {
                    open.get().close();
                }
            } catch (IOException e) {
                LOG.warn("closing the journal failed: {}", e.getMessage());
            }
        });
    }
}
