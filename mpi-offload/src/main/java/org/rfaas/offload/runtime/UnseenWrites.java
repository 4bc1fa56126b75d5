package org.rfaas.offload.runtime;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether arrays may have changed without it being known which ones: other threads run loops that write, loops run as written, and
 * classes are not woven. Used by any thread, except where said.
 */
final class UnseenWrites {
    private static final Logger LOG = LoggerFactory.getLogger(UnseenWrites.class);

    private final Thread rank = Thread.currentThread();
    private volatile boolean isTouched;

    /** Runs on other threads that have said when they ended. */
    private final AtomicLong elsewhere = new AtomicLong();

    /** Once there is one, nobody tells any more when arrays change: what workers have is never up to date. */
    private final AtomicLong unseen = new AtomicLong();

    /** The same holds once there is one of these. */
    private final IntSupplier unwovenClasses;

    /** A loop that writes was asked for and has not come. */
    private boolean isExpecting;

    /**
     * Made by the rank's thread.
     *
     * @param unwovenClasses how many classes have annotated loops that run as written, unseen
     */
    UnseenWrites(IntSupplier unwovenClasses) {
        this.unwovenClasses = unwovenClasses;
    }

    /** Something has changed, it is not known what. */
    void touched() {
        isTouched = true;
    }

    /** A loop has run on another thread than the rank's, and something has changed, it is not known what. */
    void ranElsewhere(String loop) {
        touched();
        if (elsewhere.getAndIncrement() == 0) {
            LOG.warn(
                    "loop {} runs on {}: after each such run workers get stable arrays anew; run it on the rank's thread",
                    loop,
                    Thread.currentThread().getName());
        }
    }

    /**
     * A loop is about to change something, it is not known what. On another thread than the rank's it may do so at any time, so
     * from then on arrays count as changed before every run.
     */
    void runsUnseen(String loop, String reason) {
        touched();
        if (!rank.equals(Thread.currentThread()) && unseen.getAndIncrement() == 0) {
            LOG.warn(
                    "loop {} runs on {}, where nobody sees what it writes ({}): from now on workers get stable arrays anew with"
                            + " every run; run it on the rank's thread",
                    loop,
                    Thread.currentThread().getName(),
                    reason);
        }
    }

    /** Runs on other threads than the rank's, and unwoven classes: nobody told what of stable arrays they write. */
    long count() {
        return elsewhere.get() + untold();
    }

    /** The rank's thread: a loop that writes is asked for; unless it {@link #arrives}, it ran in place and wrote who knows what. */
    void expect() {
        if (isExpecting) {
            touched();
        }
        isExpecting = true;
    }

    /** The rank's thread: the loop that was asked for is here, and will say what it writes. */
    void arrives() {
        isExpecting = false;
    }

    /** The rank's thread: whether there may have been any since the last call. */
    boolean takeAny() {
        if (!isTouched && !isExpecting && untold() == 0) {
            return false;
        }
        isTouched = false;
        isExpecting = false;
        return true;
    }

    private long untold() {
        return unseen.get() + unwovenClasses.getAsInt();
    }
}
