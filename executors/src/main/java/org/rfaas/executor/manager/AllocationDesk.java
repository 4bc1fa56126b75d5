package org.rfaas.executor.manager;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.rfaas.control.ControlHandler.Responder;
import org.rfaas.control.ControlMessage.Allocate;
import org.rfaas.control.ControlMessage.Done;
import org.rfaas.control.ControlMessage.ExtendAllocation;
import org.rfaas.control.ControlMessage.LeaseEnded;
import org.rfaas.control.ControlMessage.LeaseEnding;
import org.rfaas.control.ControlMessage.Refused;
import org.rfaas.control.ControlSession;
import org.rfaas.control.RefusalCode;
import org.rfaas.executor.pipe.ExecutorCommand.Assign;
import org.rfaas.executor.usage.UsageCourier;
import org.rfaas.fabric.FabricOffer;
import org.rfaas.fabric.Fabrics;
import org.rfaas.lease.AccessToken;
import org.rfaas.lease.CertificateException;
import org.rfaas.lease.CertificateSigner;
import org.rfaas.lease.EndReason;
import org.rfaas.lease.LeaseCertificate;
import org.rfaas.lease.LeaseId;
import org.rfaas.lease.SignedCertificate;
import org.rfaas.thread.VirtualThreads;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers what clients ask of a node: an executor for a certificate, more time for it, its end. Any thread. */
final class AllocationDesk implements Allocation.Observer {
    private static final Logger LOG = LoggerFactory.getLogger(AllocationDesk.class);

    private final CertificateSigner signer;
    private final long incarnation;
    private final NodeOptions options;
    private final ExecutorLauncher launcher;
    private final InstantSource clock;
    private final NodeRegistration registration;
    private final UsageCourier courier;
    private final AllocationTable<Allocation> allocations;
    private final CpuPool cpus;

    /**
     * @param incarnation of this node, which certificates have to name
     * @param registration tells the resource manager what is held and what has ended
     * @param courier brings it what was used
     */
    AllocationDesk(
            CertificateSigner signer,
            long incarnation,
            NodeOptions options,
            ExecutorLauncher launcher,
            InstantSource clock,
            NodeRegistration registration,
            UsageCourier courier) {
        this.signer = signer;
        this.incarnation = incarnation;
        this.options = options;
        this.launcher = launcher;
        this.clock = clock;
        this.registration = registration;
        this.courier = courier;
        this.allocations = new AllocationTable<>(options.cores(), options.memoryBytes());
        this.cpus = new CpuPool(options.cpus());
    }

    /**
     * Has an executor started, and answers when it serves.
     *
     * @throws CertificateException when the certificate is none for this node
     */
    void allocate(ControlSession client, Allocate request, Responder responder) {
        LeaseCertificate certificate = accept(request.certificate());
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
                new Allocation(new AllocationTerm(request.certificate(), clock, options.expiryGrace()), client, this);
        Optional<Refused> refused = allocations.add(certificate, clock.millis(), allocation);
        if (refused.isPresent()) {
            LOG.warn("{}: {}", client.name(), refused.get().text());
            responder.reply(refused.get());
            return;
        }
        String provider = common.get().provider();
        try {
            VirtualThreads.start(
                    "lease " + certificate.lease(),
                    () -> allocation.live(
                            launcher,
                            () -> assignment(certificate, request, provider, dataBytes),
                            options.startTimeout(),
                            responder));
        } catch (OutOfMemoryError e) { // no thread can be started, so nobody would ever set its cores free
            allocation.fail(e, responder);
        }
    }

    private LeaseCertificate accept(SignedCertificate certificate) {
        try {
            return verify(certificate);
        } catch (CertificateException e) {
            switch (e.problem()) {
                case EXPIRED, NOT_YET_VALID ->
                    giveUp(certificate.certificate().lease(), String.valueOf(e.getMessage()));
                case FORGED, WRONG_NODE, OUTDATED -> {}
            }
            throw e;
        }
    }

    /** By this node's clock a lease is not to be served. If that is wrong, the resource manager leases of other nodes first. */
    private void giveUp(LeaseId lease, String reason) {
        if (allocations.bar(lease, barredUntilMs(clock.millis()))) {
            registration.ended(new LeaseEnded(lease, EndReason.LOST, reason));
        }
    }

    private LeaseCertificate verify(SignedCertificate certificate) {
        return signer.verify(certificate, options.nodeName(), incarnation, clock.millis());
    }

    private Assign assignment(LeaseCertificate certificate, Allocate request, String provider, long dataBytes) {
        return new Assign(
                certificate.lease(),
                AccessToken.random(),
                provider,
                options.settings(),
                Fabrics.provider(provider).locationAt(options.host()),
                certificate.cores(),
                cpus.take(certificate.lease(), certificate.cores()),
                request.layout(),
                dataBytes,
                request.hotTimeoutNs(),
                options.controlTimeout().toNanos(),
                options.functions().rules(request.deadlineNs()));
    }

    private static String names(List<FabricOffer> offers) {
        return offers.stream().map(FabricOffer::provider).collect(Collectors.joining(", "));
    }

    /**
     * Lets an allocation last as long as its renewed lease.
     *
     * @throws CertificateException when the certificate is none for this node
     */
    void extend(ExtendAllocation request, Responder responder) {
        LeaseCertificate certificate = verify(request.certificate());
        boolean runs = allocations.extend(certificate.lease(), allocation -> {
            allocation.extend(request.certificate());
            // while it is in the table, so that the report of its end comes after
            registration.held(allocation.certificate());
        });
        responder.reply(
                runs
                        ? new Done()
                        : new Refused(
                                RefusalCode.UNKNOWN_LEASE,
                                "lease " + certificate.lease() + " has no executor on this node"));
    }

    /** Ends an executor for its client, and answers when it has ended. */
    void release(ControlSession client, LeaseId lease, Responder responder) {
        Optional<Allocation> allocation = allocations.find(lease);
        if (allocation.isEmpty()) {
            responder.reply(new Done());
        } else if (!allocation.get().client().equals(client)) {
            responder.reply(new Refused(
                    RefusalCode.NOT_AUTHENTICATED, "lease " + lease + " was allocated over another connection"));
        } else {
            allocation.get().end(EndReason.RELEASED, Duration.ZERO);
            var _ = allocation.get().ended().thenAccept(_ -> responder.reply(new Done()));
        }
    }

    /** Ends what a client had that is gone. */
    void left(ControlSession client) {
        allocations.all().stream()
                .filter(allocation -> allocation.client().equals(client))
                .forEach(allocation -> allocation.end(EndReason.RELEASED, Duration.ZERO));
    }

    /** Ends a lease for the resource manager, also one that no client has brought yet. */
    void end(LeaseEnding order) {
        Optional<Allocation> allocation = allocations.find(order.lease());
        if (allocation.isPresent()) {
            allocation.get().end(order.reason(), order.grace());
        } else if (allocations.bar(order.lease(), barredUntilMs(clock.millis()))) {
            registration.ended(new LeaseEnded(order.lease(), order.reason(), ""));
        } else {
            end(order); // allocated this very moment
        }
    }

    /** Certificates of all that runs. */
    List<SignedCertificate> held() {
        return allocations.all().stream().map(Allocation::certificate).toList();
    }

    /** Ends everything and allocates no more; complete when nothing runs, and clients know. */
    CompletableFuture<Void> close() {
        List<Allocation> running = allocations.close();
        running.forEach(allocation -> allocation.end(EndReason.REVOKED, Duration.ZERO));
        return CompletableFuture.allOf(running.stream().map(Allocation::over).toArray(CompletableFuture[]::new));
    }

    @Override
    public void started(Allocation allocation, RunningExecutor executor) {
        executor.usage().ifPresent(box -> courier.begin(allocation.certificate(), box));
    }

    @Override
    public void answered(Allocation allocation) {
        registration.held(allocation.certificate());
    }

    @Override
    public void ended(Allocation allocation, LeaseEnded report) {
        cpus.free(allocation.lease()); // before its cores can be taken again
        allocations.remove(
                allocation.lease(),
                barredUntilMs(allocation.certificate().certificate().expiresAtMs()));
        courier.finish(allocation.lease());
        registration.ended(report);
    }

    /**
     * A client may hold a renewal we were not shown; it expires at most the longest lease from now, by another clock.
     *
     * @param shownUntilMs what we were shown, which is later where the resource manager's longest lease is longer than ours
     */
    private long barredUntilMs(long shownUntilMs) {
        return Math.max(clock.millis() + options.maxLease().toMillis(), shownUntilMs)
                + CertificateSigner.CLOCK_TOLERANCE.toMillis();
    }
}
