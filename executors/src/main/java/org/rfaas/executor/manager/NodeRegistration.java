package org.rfaas.executor.manager;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.rfaas.control.ControlClient;
import org.rfaas.control.ControlException;
import org.rfaas.control.ControlMessage;
import org.rfaas.control.ControlMessage.Done;
import org.rfaas.control.ControlMessage.HoldLeases;
import org.rfaas.control.ControlMessage.LeaseEnded;
import org.rfaas.control.ControlMessage.LeaseEnding;
import org.rfaas.control.ControlMessage.Notice;
import org.rfaas.control.ControlMessage.RegisterNode;
import org.rfaas.control.RefusalCode;
import org.rfaas.control.RefusedException;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.lease.ClusterKey;
import org.rfaas.lease.NodeCapacity;
import org.rfaas.lease.NodeProof;
import org.rfaas.lease.SignedCertificate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a node registered with the resource manager: connects, says what the node holds, registers, passes reports on, and
 * begins anew whenever the connection ends. What happens while there is no connection is not lost: the next registration
 * says what is held then.
 */
final class NodeRegistration implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NodeRegistration.class);

    /** What an operator has to mend before it can work. */
    private static final Set<RefusalCode> HOPELESS =
            EnumSet.of(RefusalCode.NOT_AUTHENTICATED, RefusalCode.NODE_REMOVED);

    /** What goes to the resource manager after the registration. */
    private sealed interface Report {
        record Held(SignedCertificate certificate) implements Report {}

        record Over(LeaseEnded notice) implements Report {}

        record Disconnected() implements Report {}
    }

    /** What it needs of the executor manager. */
    interface Node {
        NodeCapacity capacity();

        /** Certificates of the leases that have an executor now. */
        List<SignedCertificate> held();

        /** The resource manager knows the node, over this connection. */
        void registered(ControlClient manager);

        /** The resource manager wants a lease ended. */
        void end(LeaseEnding order);
    }

    private final Fabric fabric;
    private final FabricAddress manager;
    private final ClusterKey key;
    private final Node node;
    private final ReconnectPolicy policy;
    private final Duration timeout;
    private final BlockingQueue<Report> reports = new LinkedBlockingQueue<>();
    private final CountDownLatch registeredOnce = new CountDownLatch(1);
    private final Thread thread;
    private String lastRefusal = ""; // of its own thread
    private volatile boolean closing;

    NodeRegistration(
            Fabric fabric, FabricAddress manager, ClusterKey key, Node node, ReconnectPolicy policy, Duration timeout) {
        this.fabric = fabric;
        this.manager = manager;
        this.key = key;
        this.node = node;
        this.policy = policy;
        this.timeout = timeout;
        this.thread = Thread.ofVirtual().name("node-registration").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Waits for the first registration; false when the time is up. */
    boolean awaitRegistered(Duration patience) throws InterruptedException {
        return registeredOnce.await(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** A lease has an executor, or its certificate was renewed. */
    void held(SignedCertificate certificate) {
        reports.add(new Report.Held(certificate));
    }

    /** Nothing of a lease runs any more; say so after the node's books do. */
    void ended(LeaseEnded notice) {
        reports.add(new Report.Over(notice));
    }

    private void run() {
        int failures = 0;
        while (!closing) {
            try (ControlClient control = ControlClient.connect(fabric, manager, timeout, new Inbound())) {
                register(control);
                failures = 0;
                passOn(control);
                LOG.warn("connection to the resource manager at {} lost; leases go on", manager);
            } catch (ControlException e) {
                failures++;
                logFailure(failures, e);
            } catch (RuntimeException | Error e) { // whatever it is: a node without this thread would never come back
                failures++;
                LOG.error("keeping the node registered at {} failed, trying again", manager, e);
            } catch (InterruptedException e) {
                LOG.debug("the node is kept registered no longer", e);
                return;
            }
            if (!closing
                    && !pause(policy.delay(failures, ThreadLocalRandom.current().nextDouble()))) {
                return;
            }
        }
    }

    private void logFailure(int failures, ControlException e) {
        boolean hopeless = e instanceof RefusedException refused && HOPELESS.contains(refused.code());
        String problem = String.valueOf(e.getMessage());
        if (failures == 1 || (hopeless && !problem.equals(lastRefusal))) {
            LOG.warn("not registered with the resource manager at {}, trying again: {}", manager, problem);
        } else {
            LOG.debug("not registered after {} attempts: {}", failures, problem);
        }
        if (hopeless) {
            lastRefusal = problem;
        }
    }

    private void register(ControlClient control) {
        // what is reported before this point is in what the node holds
        reports.clear();
        List<SignedCertificate> held = node.held();
        for (int from = 0; from < held.size(); from += ControlMessage.MAX_PAGE) {
            List<SignedCertificate> page = held.subList(from, Math.min(from + ControlMessage.MAX_PAGE, held.size()));
            control.call(new HoldLeases(page), Done.class);
        }
        key.refresh();
        NodeCapacity capacity = node.capacity();
        control.call(new RegisterNode(capacity, NodeProof.of(key, control.challenge(), capacity)), Done.class);
        node.registered(control);
        registeredOnce.countDown();
        LOG.info("registered as node {} at {}, holding {} leases", capacity.name(), manager, held.size());
    }

    private void passOn(ControlClient control) throws InterruptedException {
        while (control.isConnected()) {
            switch (reports.take()) {
                case Report.Held(SignedCertificate certificate) ->
                    control.call(new HoldLeases(List.of(certificate)), Done.class);
                case Report.Over(LeaseEnded notice) -> control.send(notice);
                case Report.Disconnected _ -> {} // to look at the connection
            }
        }
    }

    private static boolean pause(Duration delay) {
        try {
            Thread.sleep(delay);
            return true;
        } catch (InterruptedException e) {
            LOG.debug("the node is kept registered no longer", e);
            return false;
        }
    }

    /** Disconnects; the resource manager takes the node out of service. Idempotent. */
    @Override
    public void close() {
        closing = true;
        thread.interrupt();
        try {
            thread.join(timeout);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Inbound implements ControlClient.Listener {
        @Override
        public void received(Notice notice) {
            switch (notice) {
                case LeaseEnding order -> node.end(order);
                case LeaseEnded report -> LOG.warn("the resource manager reported the end of lease {}", report.lease());
            }
        }

        @Override
        public void disconnected(String reason) {
            reports.add(new Report.Disconnected());
        }
    }
}
