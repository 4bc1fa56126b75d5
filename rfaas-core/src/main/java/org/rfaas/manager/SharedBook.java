package org.rfaas.manager;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.Function;
import org.rfaas.lease.BookObserver;
import org.rfaas.lease.LeaseBook;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The {@link LeaseBook} behind a lock. Whoever uses it sees it as of now: what has expired has ended. Nothing is sent, and
 * nothing waited for, while it is locked.
 */
final class SharedBook {
    private static final Logger LOG = LoggerFactory.getLogger(SharedBook.class);

    private final Observers observers = new Observers();
    private final LeaseBook book;
    private final InstantSource clock;

    SharedBook(LeaseTerms terms, InstantSource clock) {
        this.book = new LeaseBook(terms.expiryMargin().toMillis(), observers);
        this.clock = clock;
    }

    /** Lets somebody hear of every change from now on. */
    synchronized void observe(BookObserver observer) {
        observers.add(observer);
    }

    /**
     * Restores what was before a restart, and keeps from now on what has to survive the next one.
     *
     * @throws IllegalArgumentException when the directory cannot be used
     */
    synchronized Journal restore(Path directory) {
        Journal journal = Journal.open(directory, book);
        observers.add(journal);
        return journal;
    }

    /** Ends a journal; what changes afterwards is not in it. */
    synchronized void release(Journal journal) {
        try {
            journal.close();
        } catch (IOException e) {
            LOG.warn("closing the journal failed: {}", e.getMessage());
        }
    }

    /** Uses the book alone; returns what the use returns, which must not be a view of the book. */
    synchronized <R> R call(Function<LeaseBook, R> use) {
        book.passTime(clock.millis());
        return use.apply(book);
    }

    /** Like {@link #call} without a result. */
    synchronized void run(Consumer<LeaseBook> use) {
        book.passTime(clock.millis());
        use.accept(book);
    }

    /** Ends what has expired. */
    void passTime() {
        run(_ -> {});
    }

    long nowMs() {
        return clock.millis();
    }
}
