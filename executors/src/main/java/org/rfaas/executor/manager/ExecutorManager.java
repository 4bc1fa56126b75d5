package org.rfaas.executor.manager;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.rfaas.control.ControlClient;
import org.rfaas.control.ControlHandler;
import org.rfaas.control.ControlMessage.Allocate;
import org.rfaas.control.ControlMessage.CloseUsage;
import org.rfaas.control.ControlMessage.ExtendAllocation;
import org.rfaas.control.ControlMessage.HoldLeases;
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
import org.rfaas.executor.usage.UsageCourier;
import org.rfaas.executor.usage.UsageStore;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.lease.CertificateException;
import org.rfaas.lease.CertificateSigner;
import org.rfaas.lease.ClusterKey;
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

    private final NodeOptions options;
    private final ControlServer server;
    private final NodeRegistration registration;
    private final UsageCourier courier;
    private final AllocationDesk desk;
    private final long incarnation = new SecureRandom().nextLong();

    private ExecutorManager(
            Fabric fabric,
            FabricAddress resourceManager,
            ClusterKey key,
            NodeOptions options,
            ExecutorLauncher launcher,
            UsageStore usages,
            InstantSource clock) {
        this.options = options;
        this.server = ControlServer.listen(fabric, options.listenAt(), "executor-manager", options.controlTimeout());
        this.courier = new UsageCourier(usages, options.usageInterval());
        this.registration = new NodeRegistration(
                fabric, resourceManager, key, new Node(), options.reconnect(), options.controlTimeout());
        this.desk = new AllocationDesk(
                new CertificateSigner(key), incarnation, options, launcher, clock, registration, courier);
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
        manager.server.start(manager.new Handler());
        manager.registration.start();
        LOG.info("executor manager of node {} serves at {}", options.nodeName(), manager.address());
        return manager;
    }

    /** Where clients connect to. */
    public FabricAddress address() {
        return server.address();
    }

    /** Waits until the resource manager has registered this node for the first time; false when the time is up. */
    public boolean awaitRegistered(Duration patience) throws InterruptedException {
        return registration.awaitRegistered(patience);
    }

    /**
     * Ends every executor, then the service. Idempotent.
     */
    @Override
    public void close() {
        desk.close()
                .completeOnTimeout(null, options.startTimeout().plusSeconds(2).toMillis(), TimeUnit.MILLISECONDS)
                .join();
        courier.close();
        registration.close();
        server.close();
    }

    private final class Node implements NodeRegistration.Node {
        @Override
        public NodeCapacity capacity() {
            return new NodeCapacity(
                    options.nodeName(), incarnation, server.address(), options.cores(), options.memoryBytes());
        }

        @Override
        public List<SignedCertificate> held() {
            return desk.held();
        }

        @Override
        public void registered(ControlClient manager) {
            courier.connected(manager);
        }

        @Override
        public void end(LeaseEnding order) {
            desk.end(order);
        }
    }

    private final class Handler implements ControlHandler {
        @Override
        public void handle(ControlSession session, Request request, Responder responder) {
            try {
                switch (request) {
                    case Allocate allocate -> desk.allocate(session, allocate, responder);
                    case ExtendAllocation extend -> desk.extend(extend, responder);
                    case ReleaseAllocation release -> desk.release(session, release.lease(), responder);
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
            desk.left(session);
        }
    }
}
