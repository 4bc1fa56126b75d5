package org.rfaas.manager;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.rfaas.accounting.Accounting;
import org.rfaas.accounting.Accounts;
import org.rfaas.board.Board;
import org.rfaas.control.ControlServer;
import org.rfaas.fabric.Access;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.fabric.MemoryRegion;
import org.rfaas.fabric.OpenResources;
import org.rfaas.lease.BookObserver;
import org.rfaas.lease.CertificateSigner;
import org.rfaas.lease.ClusterKey;
import org.rfaas.lease.LeaseId;
import org.rfaas.lease.NodeCapacity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The resource manager as a service: nodes register, clients lease, renew and release. With a state
 * directory it knows its leases after a restart; nodes come back with those they hold in any case.
 */
public final class ResourceManager implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ResourceManager.class);
    private static final long TICK_MS = 100;

    private final ClusterKey key;
    private final SharedBook book;
    private final NodeDesk nodes;
    private final WaitingRoom waitingRoom;
    private final UsageDesk usage;
    private final OperatorDesk operators;
    private final ManagerHandler handler;
    private final ControlServer server;
    private final Optional<StateLock> state;
    private final CountDownLatch closed = new CountDownLatch(1);

    private ResourceManager(
            ManagerSetup setup,
            ControlServer server,
            MemoryRegion board,
            NodeDecisions decisions,
            Optional<Accounting> accounting,
            Optional<StateLock> state) {
        CertificateSigner signer = new CertificateSigner(setup.key());
        this.key = setup.key();
        this.state = state;
        this.server = server;
        this.book = new SharedBook(setup.terms(), setup.clock());
        book.observe(new Board(board.segment()));
        book.observe(new BookLog());
        accounting.ifPresent(book::observe);
        this.nodes = new NodeDesk(setup.key(), signer, book, decisions, setup.terms());
        this.waitingRoom = new WaitingRoom(signer, book, setup.terms().users(), LeaseId::random);
        LeaseDesk leases = new LeaseDesk(signer, book, nodes, waitingRoom, setup.terms());
        this.usage = new UsageDesk(signer, nodes, accounting);
        this.operators = new OperatorDesk(book, nodes, leases, waitingRoom, decisions);
        this.handler = new ManagerHandler(book, nodes, leases, waitingRoom, usage, board.descriptor());
    }

    /** Starts to serve, without accounts, and without memory of what was before. */
    public static ResourceManager start(
            Fabric fabric,
            String listenAt,
            ClusterKey key,
            LeaseTerms terms,
            InstantSource clock,
            Duration sendTimeout) {
        return start(
                fabric, listenAt, new ManagerSetup(key, terms, clock, sendTimeout, Optional::empty, Optional.empty()));
    }

    /**
     * Starts to serve.
     *
     * @param fabric stays the caller's
     * @param listenAt location in the provider's notation, or empty for a free one
     * @throws org.rfaas.fabric.FabricException when the location cannot be listened at
     * @throws IllegalArgumentException when the state directory cannot be used
     */
    public static ResourceManager start(Fabric fabric, String listenAt, ManagerSetup setup) {
        OpenResources opened = new OpenResources();
        try {
            Optional<StateLock> state = setup.stateDirectory().map(StateLock::take); // before anything there is read
            state.ifPresent(opened::add);
            ControlServer server =
                    opened.add(ControlServer.listen(fabric, listenAt, "resource-manager", setup.sendTimeout()));
            ResourceManager manager = opened.add(new ResourceManager(
                    setup,
                    server,
                    // closed with the fabric: readers may look as long as it lives
                    fabric.allocate(Board.BYTES, EnumSet.of(Access.REMOTE_READ)),
                    setup.stateDirectory().map(NodeDecisions::in).orElseGet(NodeDecisions::forgetful),
                    setup.accounting().get(),
                    state));
            manager.begin(setup.stateDirectory());
            return manager;
        } catch (RuntimeException e) {
            throw opened.closeAfter(e);
        }
    }

    private void begin(Optional<Path> stateDirectory) {
        stateDirectory.ifPresent(book::restore);
        book.observe(waitingRoom);
        nodes.expectRestored();
        waitingRoom.start();
        server.start(handler);
        Thread.ofPlatform().name("lease-expiry").daemon().start(this::watchExpiry);
        LOG.info("resource manager serves at {}", address());
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

    /**
     * Takes a node for registered though no executor manager serves it, so that its leases end by expiry alone: for
     * benchmarks of the resource manager itself.
     */
    public void assume(NodeCapacity node) {
        book.run(leases -> leases.register(node, List.of()));
    }

    /** Lets somebody hear of every change of the books from now on. */
    public void observe(BookObserver observer) {
        book.observe(observer);
    }

    private void watchExpiry() {
        try {
            while (!closed.await(TICK_MS, TimeUnit.MILLISECONDS)) {
                passTime();
            }
        } catch (InterruptedException e) {
            LOG.debug("no longer looking for expired leases", e);
        }
    }

    private void passTime() {
        look(key::refresh);
        look(book::passTime);
        look(nodes::passTime);
        look(waitingRoom::passTime);
    }

    /** Leases have to end, nodes to be missed and requests to be refused, whatever looking for the others meets. */
    private static void look(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            LOG.error("looking for what has expired failed", e);
        }
    }

    /** Disconnects everybody. Leases go on without the resource manager. Idempotent. */
    @Override
    public void close() {
        closed.countDown();
        waitingRoom.close();
        server.close();
        book.close();
        state.ifPresent(StateLock::close);
    }
}
