package org.rfaas.executor.manager;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.rfaas.lease.EndReason;
import org.rfaas.lease.SignedCertificate;

/** How long an allocation lasts: to the expiry of its certificate, to somebody's wish, or to its executor's exit. Any thread. */
final class AllocationTerm {
    /** The clock may be set while we wait for an expiry. */
    static final long LONGEST_WAIT_MS = 1000;

    /**
     * Why and how fast a lease ends.
     *
     * @param graceUntilNs when the grace is over, as {@link System#nanoTime} counts
     */
    record End(EndReason reason, Duration grace, long graceUntilNs) {
        static End of(EndReason reason, Duration grace) {
            return new End(reason, grace, System.nanoTime() + grace.toNanos());
        }
    }

    private final InstantSource clock;
    private final Duration expiryGrace;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private SignedCertificate certificate;
    private @Nullable End asked;
    private boolean exited;

    /**
     * @param expiryGrace for an executor whose certificate has expired
     */
    AllocationTerm(SignedCertificate certificate, InstantSource clock, Duration expiryGrace) {
        this.certificate = certificate;
        this.clock = clock;
        this.expiryGrace = expiryGrace;
    }

    SignedCertificate certificate() {
        lock.lock();
        try {
            return certificate;
        } finally {
            lock.unlock();
        }
    }

    /** Lasts until the certificate's expiry, if that is later. */
    void extend(SignedCertificate later) {
        lock.lock();
        try {
            if (later.certificate().expiresAtMs() > certificate.certificate().expiresAtMs()) {
                certificate = later;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Asks for the end; the first reason counts, and the shortest grace. */
    void end(EndReason reason, Duration grace) {
        lock.lock();
        try {
            End wish = End.of(reason, grace);
            End former = asked;
            if (former == null) {
                asked = wish;
                changed.signalAll();
            } else if (wish.graceUntilNs() - former.graceUntilNs() < 0) {
                asked = new End(former.reason(), grace, wish.graceUntilNs());
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Its executor is no more. */
    void exited() {
        lock.lock();
        try {
            exited = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a wish to end, the expiry, or the executor's exit (null). */
    @Nullable
    End awaitEnd() {
        lock.lock();
        try {
            while (!exited) {
                long remainingMs = certificate.certificate().expiresAtMs() - clock.millis();
                if (asked == null && remainingMs <= 0) {
                    asked = End.of(EndReason.EXPIRED, expiryGrace);
                }
                if (asked != null) {
                    return asked;
                }
                var _ = changed.await(Math.min(remainingMs, LONGEST_WAIT_MS), TimeUnit.MILLISECONDS);
            }
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return End.of(EndReason.LOST, Duration.ZERO);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for a wish to end earlier than this one. Null when the executor has exited, or has not, so long after the grace.
     *
     * @param known what was asked last
     */
    @Nullable
    End awaitEarlierEnd(End known, Duration patience) {
        long untilNs = known.graceUntilNs() + patience.toNanos();
        lock.lock();
        try {
            while (!exited && known.equals(asked)) {
                long remainingNs = untilNs - System.nanoTime();
                if (remainingNs <= 0) {
                    return null;
                }
                var _ = changed.awaitNanos(remainingNs);
            }
            return exited ? null : asked;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        } finally {
            lock.unlock();
        }
    }
}
