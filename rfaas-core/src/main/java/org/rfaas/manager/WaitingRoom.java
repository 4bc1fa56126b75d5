package org.rfaas.manager;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.rfaas.control.ControlHandler.Responder;
import org.rfaas.control.ControlMessage.LeasesGranted;
import org.rfaas.control.ControlMessage.Refused;
import org.rfaas.control.ControlSession;
import org.rfaas.control.RefusalCode;
import org.rfaas.lease.BookObserver;
import org.rfaas.lease.CertificateSigner;
import org.rfaas.lease.EndReason;
import org.rfaas.lease.LeaseCertificate;
import org.rfaas.lease.LeaseId;
import org.rfaas.lease.LeaseRequest;
import org.rfaas.lease.NodeTable;
import org.rfaas.lease.UserLimits;
import org.rfaas.lease.WaitingList;
import org.rfaas.lease.WaitingList.Served;
import org.rfaas.lease.WaitingList.Waiting;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Clients whose requests wait for capacity. A thread of its own serves them when capacity has come free, all that has come
 * free in one go, so that those who free it do not work for those who wait.
 */
final class WaitingRoom implements BookObserver, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WaitingRoom.class);

    private record Ticket(ControlSession session, Responder responder) {}

    private final CertificateSigner signer;
    private final SharedBook book;
    private final UserLimits limits;
    private final Supplier<LeaseId> fresh;
    private final Thread attendant;

    /** Guarded by the book's lock. */
    private final WaitingList<Ticket> waiting = new WaitingList<>();

    private volatile boolean capacityCame;
    private volatile boolean closed;

    WaitingRoom(CertificateSigner signer, SharedBook book, UserLimits limits, Supplier<LeaseId> fresh) {
        this.signer = signer;
        this.book = book;
        this.limits = limits;
        this.fresh = fresh;
        this.attendant = Thread.ofPlatform().name("lease-queue").daemon().unstarted(this::attend);
    }

    void start() {
        attendant.start();
    }

    /** Lets a request wait; refuses it when too many of its user do, and once this is closed. */
    void enter(ControlSession session, LeaseRequest request, Responder responder) {
        Optional<Refused> refused = book.call(_ -> {
            Optional<Refused> reason = refuse(request);
            if (reason.isEmpty()) {
                waiting.add(new Ticket(session, responder), request, book.nowMs());
            }
            return reason;
        });
        if (refused.isPresent()) {
            responder.reply(refused.get());
        } else {
            responder.later();
            wake(); // what came free before it entered
        }
    }

    private Optional<Refused> refuse(LeaseRequest request) {
        if (closed) {
            return Optional.of(shuttingDown());
        }
        return waiting.waitingOf(request.user()) < limits.maxWaiting()
                ? Optional.empty()
                : Optional.of(new Refused(
                        RefusalCode.OUT_OF_LIMITS,
                        limits.maxWaiting() + " requests of user " + request.user()
                                + " wait already; lease.max-waiting-per-user limits them"));
    }

    private static Refused shuttingDown() {
        return new Refused(RefusalCode.SHUTTING_DOWN, "the resource manager shuts down");
    }

    /** A client has gone, and waits for nothing any more. */
    void leave(ControlSession session) {
        if (book.call(_ -> waiting.cancel(ticket -> ticket.session().equals(session)))) {
            wake(); // for those of its job whom it held up
        }
    }

    /** How many requests wait, for who uses the book. */
    int size() {
        return waiting.size();
    }

    /** Refuses those who have waited as long as they would. */
    void passTime() {
        List<Waiting<Ticket>> late = book.call(_ -> waiting.expire(book.nowMs()));
        if (!late.isEmpty()) {
            wake(); // for those of their jobs whom they held up
        }
        for (Waiting<Ticket> each : late) {
            each.ticket()
                    .responder()
                    .reply(new Refused(
                            RefusalCode.NO_CAPACITY,
                            each.request().totalCores() + " cores did not come free for job "
                                    + each.request().jobId() + " within "
                                    + each.request().patience().toMillis() + " ms: lease less, or wait longer"));
        }
    }

    @Override
    public void nodeChanged(NodeTable.Row node) {
        if (node.freeCores() > 0 && !waiting.isEmpty()) {
            wake();
        }
    }

    /** Its user may have more again, even if nothing is leased where it was. */
    @Override
    public void ended(LeaseCertificate lease, EndReason reason) {
        if (!waiting.isEmpty()) {
            wake();
        }
    }

    private void wake() {
        capacityCame = true;
        LockSupport.unpark(attendant);
    }

    private void attend() {
        while (!closed) {
            if (capacityCame) {
                capacityCame = false;
                serve();
            } else {
                LockSupport.park(this);
            }
        }
    }

    private void serve() {
        long nowMs = book.nowMs();
        List<Served<Ticket>> served;
        try {
            served = book.call(leases -> waiting.serve(leases, limits, fresh, nowMs));
        } catch (RuntimeException | Error e) {
            LOG.error("requests that wait could not be served; they are after the next change", e);
            return;
        }
        for (Served<Ticket> each : served) {
            try {
                grant(each, nowMs);
            } catch (RuntimeException | Error e) { // the others have their leases, too, and are to be told
                LOG.error("a granted request could not be answered; its leases end when they expire", e);
            }
        }
    }

    private void grant(Served<Ticket> served, long nowMs) {
        served.waiting()
                .ticket()
                .responder()
                .reply(new LeasesGranted(
                        served.leases().stream().map(signer::sign).toList(),
                        Duration.ofMillis(Math.max(0, nowMs - served.waiting().sinceMs()))));
    }

    /** Refuses all who wait, and whoever comes from now on. Idempotent. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(attendant);
        for (Waiting<Ticket> each : book.call(_ -> waiting.clear())) {
            each.ticket().responder().reply(shuttingDown());
        }
    }
}
