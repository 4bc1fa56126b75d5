package org.rfaas.manager;

import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.rfaas.accounting.Accounting;
import org.rfaas.accounting.Accounts;
import org.rfaas.board.Board;
import org.rfaas.control.ControlServer;
import org.rfaas.fabric.Access;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.fabric.MemoryRegion;
import org.rfaas.lease.BookObserver;
import org.rfaas.lease.CertificateSigner;
import org.rfaas.lease.ClusterKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The resource manager as a service: nodes register, clients lease, renew and release. It keeps no lease on disk: after a
 * restart, nodes come back with the leases they hold.
 */
public final class ResourceManager implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ResourceManager.class);
    private static final long TICK_MS = 100;

    private final SharedBook book;
    private final NodeDesk nodes;
    private final WaitingRoom waitingRoom;
    private final UsageDesk usage;
    private final OperatorDesk operators;
    private final ControlServer server;
    private final CountDownLatch closed = new CountDownLatch(1);

    private ResourceManager(
            Fabric fabric,
            String listenAt,
            ClusterKey key,
            LeaseTerms terms,
            SharedBook book,
            MemoryRegion board,
            NodeDecisions decisions,
            Duration sendTimeout) {
        CertificateSigner signer = new CertificateSigner(key);
        this.book = book;
        this.nodes = new NodeDesk(key, signer, book, decisions, terms);
        this.waitingRoom = new WaitingRoom(signer, book, terms.users(), LeaseDesk::freshId);
        LeaseDesk leases = new LeaseDesk(signer, book, nodes, waitingRoom, terms);
        this.usage = new UsageDesk(signer, nodes);
        this.operators = new OperatorDesk(book, nodes, leases, waitingRoom, decisions);
        this.server = ControlServer.listen(
                fabric,
                listenAt,
                "resource-manager",
                new ManagerHandler(book, nodes, leases, waitingRoom, usage, board.descriptor()),
                sendTimeout);
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
        return start(fabric, listenAt, key, terms, clock, sendTimeout, observers, Optional::empty);
    }

    /**
     * Like the other, and keeps the bill.
     *
     * @param accounting asked for once the location is taken, and served from the first client on; stays the caller's, to be
     *     closed after the resource manager
     */
    public static ResourceManager start(
            Fabric fabric,
            String listenAt,
            ClusterKey key,
            LeaseTerms terms,
            InstantSource clock,
            Duration sendTimeout,
            List<BookObserver> observers,
            Supplier<Optional<Accounting>> accounting) {
        SharedBook book = new SharedBook(terms, clock);
        // closed with the fabric: readers may look as long as it lives
        MemoryRegion board = fabric.allocate(Board.BYTES, EnumSet.of(Access.REMOTE_READ));
        ResourceManager manager =
                new ResourceManager(fabric, listenAt, key, terms, book, board, NodeDecisions.forgetful(), sendTimeout);
        book.observe(new Board(board.segment()));
        manager.keep(accounting);
        book.observe(new BookLog());
        book.observe(manager.waitingRoom);
        observers.forEach(book::observe);
        manager.waitingRoom.start();
        manager.server.start();
        Thread.ofPlatform().name("lease-expiry").daemon().start(manager::watchExpiry);
        LOG.info("resource manager serves at {}", manager.address());
        return manager;
    }

    private void keep(Supplier<Optional<Accounting>> accounting) {
        try {
            accounting.get().ifPresent(keeper -> {
                usage.keep(keeper);
                book.observe(keeper);
            });
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** The bill, if somebody keeps it. */
    public Optional<Accounts> accounts() {
        return usage.accounts();
    }

    /** Where nodes and clients connect to. */
    public FabricAddress address() {
        return server.address();
    }

    /** What operators see and may do. */
    public OperatorDesk operators() {
        return operators;
    }

    /** Lets somebody hear of every change of the books from now on. */
    public void observe(BookObserver observer) {
        book.observe(observer);
    }

    private void watchExpiry() {
        try {
            while (!closed.await(TICK_MS, TimeUnit.MILLISECONDS)) {
                book.passTime();
                nodes.passTime();
                waitingRoom.passTime();
            }
        } catch (InterruptedException e) {
            LOG.debug("no longer looking for expired leases", e);
        }
    }

    /** Disconnects everybody. Leases go on without the resource manager. Idempotent. */
    @Override
    public void close() {
        closed.countDown();
        waitingRoom.close();
        server.close();
    }
}
