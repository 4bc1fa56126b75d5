package org.rfaas.manager;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.rfaas.accounting.Accounting;
import org.rfaas.board.Board;
import org.rfaas.control.ControlHandler;
import org.rfaas.control.ControlMessage.Allocate;
import org.rfaas.control.ControlMessage.BoardOpened;
import org.rfaas.control.ControlMessage.CloseUsage;
import org.rfaas.control.ControlMessage.ExtendAllocation;
import org.rfaas.control.ControlMessage.HoldLeases;
import org.rfaas.control.ControlMessage.LeaseEnded;
import org.rfaas.control.ControlMessage.LeaseEnding;
import org.rfaas.control.ControlMessage.ListLeases;
import org.rfaas.control.ControlMessage.ListNodes;
import org.rfaas.control.ControlMessage.Notice;
import org.rfaas.control.ControlMessage.OpenBoard;
import org.rfaas.control.ControlMessage.OpenUsage;
import org.rfaas.control.ControlMessage.Refused;
import org.rfaas.control.ControlMessage.RegisterNode;
import org.rfaas.control.ControlMessage.ReleaseAllocation;
import org.rfaas.control.ControlMessage.ReleaseLease;
import org.rfaas.control.ControlMessage.RenewLease;
import org.rfaas.control.ControlMessage.Reply;
import org.rfaas.control.ControlMessage.Request;
import org.rfaas.control.ControlMessage.RequestLease;
import org.rfaas.control.ControlServer;
import org.rfaas.control.ControlSession;
import org.rfaas.control.RefusalCode;
import org.rfaas.fabric.Access;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.fabric.MemoryRegion;
import org.rfaas.lease.BookObserver;
import org.rfaas.lease.CertificateException;
import org.rfaas.lease.CertificateSigner;
import org.rfaas.lease.ClusterKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The resource manager as a service: nodes register, clients lease, renew and release. It keeps nothing on disk: after a
 * restart, nodes come back with the leases they hold.
 */
public final class ResourceManager implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ResourceManager.class);
    private static final long TICK_MS = 100;

    private final SharedBook book;
    private final NodeDesk nodes;
    private final LeaseDesk leases;
    private final UsageDesk usage;
    private final MemoryRegion board;
    private final ControlServer server;
    private final CountDownLatch closed = new CountDownLatch(1);

    private ResourceManager(
            Fabric fabric,
            String listenAt,
            ClusterKey key,
            LeaseTerms terms,
            SharedBook book,
            MemoryRegion board,
            Optional<Accounting> accounting,
            Duration sendTimeout) {
        CertificateSigner signer = new CertificateSigner(key);
        this.book = book;
        this.nodes = new NodeDesk(key, signer, book, terms);
        this.leases = new LeaseDesk(signer, book, nodes, terms);
        this.usage = new UsageDesk(accounting, signer, nodes);
        this.board = board;
        this.server = ControlServer.listen(fabric, listenAt, "resource-manager", new Handler(), sendTimeout);
    }

    /**
     * Starts to serve.
     *
     * @param fabric stays the caller's
     * @param listenAt location in the provider's notation, or empty for a free one
     * @param key signs certificates; executor managers must have the same
     * @param sendTimeout a peer that takes no message for so long is disconnected
     * @param observers hear of every change of the books
     * @throws org.rfaas.fabric.FabricException when the location cannot be listened at
     */
    public static ResourceManager start(
            Fabric fabric,
            String listenAt,
            ClusterKey key,
            LeaseTerms terms,
            InstantSource clock,
            Duration sendTimeout,
            List<BookObserver> observers) {
        return start(fabric, listenAt, key, terms, clock, sendTimeout, observers, Optional.empty());
    }

    /**
     * Like the other, and keeps the bill.
     *
     * @param accounting stays the caller's; close it after the resource manager
     */
    public static ResourceManager start(
            Fabric fabric,
            String listenAt,
            ClusterKey key,
            LeaseTerms terms,
            InstantSource clock,
            Duration sendTimeout,
            List<BookObserver> observers,
            Optional<Accounting> accounting) {
        MemoryRegion board = fabric.allocate(Board.BYTES, EnumSet.of(Access.REMOTE_READ));
        List<BookObserver> all = new ArrayList<>(observers);
        all.add(new BookLog());
        all.add(new Board(board.segment()));
        accounting.ifPresent(all::add);
        SharedBook book = new SharedBook(terms, clock, all);
        ResourceManager manager =
                new ResourceManager(fabric, listenAt, key, terms, book, board, accounting, sendTimeout);
        manager.server.start();
        Thread.ofPlatform().name("lease-expiry").daemon().start(manager::watchExpiry);
        LOG.info("resource manager serves at {}", manager.address());
        return manager;
    }

    /** Where nodes and clients connect to. */
    public FabricAddress address() {
        return server.address();
    }

    private void watchExpiry() {
        try {
            while (!closed.await(TICK_MS, TimeUnit.MILLISECONDS)) {
                book.passTime();
                nodes.passTime();
            }
        } catch (InterruptedException e) {
            LOG.debug("no longer looking for expired leases", e);
        }
    }

    /** Disconnects everybody. Leases go on without the resource manager. Idempotent. */
    @Override
    public void close() {
        closed.countDown();
        server.close();
    }

    private final class Handler implements ControlHandler {
        @Override
        public void handle(ControlSession session, Request request, Responder responder) {
            try {
                responder.reply(answer(session, request));
            } catch (CertificateException e) {
                LOG.warn("{}: {}", session.name(), e.getMessage());
                responder.reply(new Refused(RefusalCode.of(e.problem()), String.valueOf(e.getMessage())));
            }
        }

        private Reply answer(ControlSession session, Request request) {
            return switch (request) {
                case RequestLease lease -> leases.request(lease);
                case RenewLease renew -> leases.renew(renew);
                case ReleaseLease release -> leases.release(release);
                case ListNodes list -> book.call(all -> StatusPages.nodes(all, list));
                case ListLeases list -> book.call(all -> StatusPages.leases(all, list));
                case HoldLeases hold -> nodes.hold(session, hold);
                case RegisterNode register -> nodes.register(session, register);
                case OpenBoard _ -> new BoardOpened(board.descriptor());
                case OpenUsage open -> usage.open(session, open);
                case CloseUsage close -> usage.close(session, close);
                case Allocate _, ExtendAllocation _, ReleaseAllocation _ ->
                    new Refused(
                            RefusalCode.UNSUPPORTED,
                            "this is a resource manager; executors are allocated at the executor manager the certificate names");
            };
        }

        @Override
        public void handle(ControlSession session, Notice notice) {
            switch (notice) {
                case LeaseEnded ended -> nodes.reported(session, ended);
                case LeaseEnding ending ->
                    LOG.warn(
                            "{}: announced the end of lease {}, which only this side may",
                            session.name(),
                            ending.lease());
            }
        }

        @Override
        public void disconnected(ControlSession session) {
            usage.disconnected(session);
            nodes.disconnected(session);
        }
    }
}
