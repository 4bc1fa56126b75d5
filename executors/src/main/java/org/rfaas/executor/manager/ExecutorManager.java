package org.rfaas.executor.manager;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.rfaas.control.ControlClient;
import org.rfaas.control.ControlHandler;
import org.rfaas.control.ControlMessage.Allocate;
import org.rfaas.control.ControlMessage.CloseUsage;
import org.rfaas.control.ControlMessage.Done;
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
import org.rfaas.control.ControlMessage.Request;
import org.rfaas.control.ControlMessage.RequestLease;
import org.rfaas.control.ControlServer;
import org.rfaas.control.ControlSession;
import org.rfaas.control.RefusalCode;
import org.rfaas.executor.pipe.ManagerCommand.Assign;
import org.rfaas.executor.usage.UsageCourier;
import org.rfaas.executor.usage.UsageStore;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.fabric.FabricOffer;
import org.rfaas.fabric.Fabrics;
import org.rfaas.lease.AccessToken;
import org.rfaas.lease.CertificateException;
import org.rfaas.lease.CertificateSigner;
import org.rfaas.lease.ClusterKey;
import org.rfaas.lease.EndReason;
import org.rfaas.lease.LeaseCertificate;
import org.rfaas.lease.LeaseId;
import org.rfaas.lease.NodeCapacity;
import org.rfaas.lease.SignedCertificate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The executor manager as a service: clients present certificates and get executors. Needs the resource manager neither to
 * check a certificate nor to go on while it is away.
 */
public final class ExecutorManager implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ExecutorManager.class);

    private final CertificateSigner signer;
    private final NodeOptions options;
    private final ExecutorLauncher launcher;
    private final InstantSource clock;
    private final AllocationTable<Allocation> allocations;
    private final CpuPool cpus;
    private final ControlServer server;
    private final ManagerLink link;
    private final UsageCourier courier;
    private final long incarnation = new SecureRandom().nextLong();

    private ExecutorManager(
            Fabric fabric,
            FabricAddress resourceManager,
            ClusterKey key,
            NodeOptions options,
            ExecutorLauncher launcher,
            UsageStore usages,
            InstantSource clock) {
        this.signer = new CertificateSigner(key);
        this.options = options;
        this.launcher = launcher;
        this.clock = clock;
        this.allocations = new AllocationTable<>(options.cores(), options.memoryBytes());
        this.cpus = new CpuPool(options.functions().cpus());
        this.server = ControlServer.listen(
                fabric, options.listenAt(), "executor-manager", new Handler(), options.controlTimeout());
        this.courier = new UsageCourier(usages, options.usageInterval());
        this.link = new ManagerLink(
                fabric, resourceManager, key, new Node(), options.reconnect(), options.controlTimeout());
    }

    /**
     * Starts to serve, and to register with the resource manager, which need not be there yet.
     *
     * @param fabric stays the caller's
     * @param key the resource manager's
     * @param usages where the launcher's executors count; stays the caller's
     * @throws org.rfaas.fabric.FabricException when the location cannot be listened at
     */
    public static ExecutorManager start(
            Fabric fabric,
            FabricAddress resourceManager,
            ClusterKey key,
            NodeOptions options,
            ExecutorLauncher launcher,
            UsageStore usages,
            InstantSource clock) {
        ExecutorManager manager = new ExecutorManager(fabric, resourceManager, key, options, launcher, usages, clock);
        manager.courier.start();
        manager.server.start();
        manager.link.start();
        LOG.info("executor manager of node {} serves at {}", options.nodeName(), manager.address());
        return manager;
    }

    /** Where clients connect to. */
    public FabricAddress address() {
        return server.address();
    }

    /** Waits until the resource manager has registered this node for the first time; false when the time is up. */
    public boolean awaitRegistered(Duration patience) throws InterruptedException {
        return link.awaitRegistered(patience);
    }

    /** Whether the resource manager knows this node at the moment. */
    public boolean isRegistered() {
        return link.isRegistered();
    }

    private void allocate(ControlSession client, Allocate request, ControlHandler.Responder responder) {
        LeaseCertificate certificate =
                signer.verify(request.certificate(), options.nodeName(), incarnation, clock.millis());
        Optional<FabricOffer> common =
                request.offers().stream().filter(options.offers()::contains).findFirst();
        if (common.isEmpty()) {
            responder.reply(new Refused(
                    RefusalCode.NO_COMMON_FABRIC,
                    "node " + options.nodeName() + " serves over " + names(options.offers()) + ", the client over "
                            + names(request.offers()) + "; see fabric.provider"));
            return;
        }
        long dataBytes = LeaseMemory.of(certificate.memoryBytes()).dataBytes();
        long slotsBytes = certificate.cores() * request.layout().regionBytes();
        if (slotsBytes > dataBytes) {
            responder.reply(new Refused(
                    RefusalCode.OUT_OF_LIMITS,
                    "slots of " + (slotsBytes >> 20) + " MiB in all; of its " + (certificate.memoryBytes() >> 20)
                            + " MiB lease " + certificate.lease() + " leaves " + (dataBytes >> 20)
                            + " MiB for slots and resident buffers; raise lease.memory-per-core, or lower executor.slots"
                            + " or executor.slot-bytes"));
            return;
        }
        Allocation allocation =
                new Allocation(request.certificate(), client, clock, options.expiryGrace(), new Books());
        Optional<Refused> refused = allocations.add(certificate, clock.millis(), _ -> allocation);
        if (refused.isPresent()) {
            LOG.warn("{}: {}", client.name(), refused.get().text());
            responder.reply(refused.get());
            return;
        }
        Assign assignment = assignment(certificate, request, common.get().provider(), dataBytes);
        Thread.ofVirtual()
                .name("lease " + certificate.lease())
                .start(() -> allocation.live(launcher, assignment, options.startTimeout(), responder));
    }

    private Assign assignment(LeaseCertificate certificate, Allocate request, String provider, long dataBytes) {
        return new Assign(
                certificate.lease(),
                AccessToken.random(),
                provider,
                options.settings(),
                Fabrics.provider(provider).locationAt(options.host()),
                certificate.cores(),
                request.layout().slots(),
                request.layout().slotBytes(),
                dataBytes,
                request.hotTimeoutNs(),
                options.functions().rules(request.deadlineNs(), cpus.take(certificate.lease(), certificate.cores())));
    }

    /** A client may hold a renewal we were not shown; it expires at most the longest lease from now, by another clock. */
    private long barredUntilMs() {
        return clock.millis()
                + options.maxLease().plus(CertificateSigner.CLOCK_TOLERANCE).toMillis();
    }

    private static String names(List<FabricOffer> offers) {
        return offers.stream().map(FabricOffer::provider).collect(Collectors.joining(", "));
    }

    private final class Books implements Allocation.Observer {
        @Override
        public void started(Allocation allocation, RunningExecutor executor) {
            executor.usage().ifPresent(box -> courier.begin(allocation.certificate(), box));
        }

        @Override
        public void answered(Allocation allocation) {
            link.held(allocation.certificate());
        }

        @Override
        public void ended(Allocation allocation, LeaseEnded report) {
            cpus.free(allocation.lease()); // before its cores can be taken again
            allocations.remove(allocation.lease(), barredUntilMs());
            courier.finish(allocation.lease());
            link.ended(report);
        }
    }

    private void extend(ExtendAllocation request, ControlHandler.Responder responder) {
        SignedCertificate signed = request.certificate();
        LeaseCertificate certificate = signer.verify(signed, options.nodeName(), incarnation, clock.millis());
        boolean runs = allocations.extend(certificate, allocation -> {
            allocation.extend(signed);
            link.held(allocation.certificate()); // while it is in the table, so that the report of its end comes after
        });
        responder.reply(
                runs
                        ? new Done()
                        : new Refused(
                                RefusalCode.UNKNOWN_LEASE,
                                "lease " + certificate.lease() + " has no executor on this node"));
    }

    private void release(ControlSession client, LeaseId lease, ControlHandler.Responder responder) {
        Optional<Allocation> allocation = allocations.find(lease);
        if (allocation.isEmpty()) {
            responder.reply(new Done());
        } else if (!allocation.get().client().equals(client)) {
            responder.reply(new Refused(
                    RefusalCode.NOT_AUTHENTICATED, "lease " + lease + " was allocated over another connection"));
        } else {
            allocation.get().end(EndReason.RELEASED, Duration.ZERO);
            CompletableFuture<Void> answered = allocation.get().ended().thenAccept(_ -> responder.reply(new Done()));
            LOG.trace("release of {} answered: {}", lease, answered.isDone());
        }
    }

    /**
     * Ends every executor, then the service. Idempotent.
     */
    @Override
    public void close() {
        List<Allocation> running = allocations.close();
        running.forEach(allocation -> allocation.end(EndReason.REVOKED, Duration.ZERO));
        CompletableFuture<Void> all =
                CompletableFuture.allOf(running.stream().map(Allocation::ended).toArray(CompletableFuture[]::new));
        all.completeOnTimeout(null, options.startTimeout().plusSeconds(2).toMillis(), TimeUnit.MILLISECONDS)
                .join();
        courier.close();
        link.close();
        server.close();
    }

    private final class Node implements ManagerLink.Node {
        @Override
        public NodeCapacity capacity() {
            return new NodeCapacity(
                    options.nodeName(), incarnation, server.address(), options.cores(), options.memoryBytes());
        }

        @Override
        public List<SignedCertificate> held() {
            return allocations.all().stream().map(Allocation::certificate).toList();
        }

        @Override
        public void registered(ControlClient manager) {
            courier.connected(manager);
        }

        @Override
        public void end(LeaseEnding order) {
            Optional<Allocation> allocation = allocations.find(order.lease());
            if (allocation.isPresent()) {
                allocation.get().end(order.reason(), order.grace());
            } else if (allocations.bar(order.lease(), barredUntilMs())) {
                link.ended(new LeaseEnded(order.lease(), order.reason(), ""));
            } else {
                end(order); // allocated this very moment
            }
        }
    }

    private final class Handler implements ControlHandler {
        @Override
        public void handle(ControlSession session, Request request, Responder responder) {
            try {
                switch (request) {
                    case Allocate allocate -> allocate(session, allocate, responder);
                    case ExtendAllocation extend -> extend(extend, responder);
                    case ReleaseAllocation release -> release(session, release.lease(), responder);
                    case RequestLease _,
                            RenewLease _,
                            ReleaseLease _,
                            ListNodes _,
                            ListLeases _,
                            OpenBoard _,
                            HoldLeases _,
                            OpenUsage _,
                            CloseUsage _,
                            RegisterNode _ ->
                        responder.reply(new Refused(
                                RefusalCode.UNSUPPORTED,
                                "this is an executor manager; ask the resource manager for leases"));
                }
            } catch (CertificateException e) {
                LOG.warn("{}: {}", session.name(), e.getMessage());
                responder.reply(new Refused(RefusalCode.of(e.problem()), String.valueOf(e.getMessage())));
            }
        }

        @Override
        public void handle(ControlSession session, Notice notice) {
            LOG.warn(
                    "{}: sent a {}, which no client may",
                    session.name(),
                    notice.getClass().getSimpleName());
        }

        @Override
        public void disconnected(ControlSession session) {
            allocations.all().stream()
                    .filter(allocation -> allocation.client().equals(session))
                    .forEach(allocation -> allocation.end(EndReason.RELEASED, Duration.ZERO));
        }
    }
}
