package org.rfaas.lease;

import org.rfaas.lease.LeaseEvent.EndAsked;
import org.rfaas.lease.LeaseEvent.EndReported;
import org.rfaas.lease.LeaseEvent.Held;
import org.rfaas.lease.LeaseEvent.NodeGone;
import org.rfaas.lease.LeaseEvent.NodeLost;
import org.rfaas.lease.LeaseEvent.NotHeld;
import org.rfaas.lease.LeaseEvent.Renewed;
import org.rfaas.lease.LeaseEvent.TimePassed;

/**
 * Where a lease is in its life, as the resource manager sees it. A request that waits is no lease yet, so there is no state
 * before {@link Active}. Cores are held in every state but {@link Ended}.
 */
public sealed interface LeaseState {
    /** The lease's latest certificate. */
    LeaseCertificate certificate();

    default LeaseId lease() {
        return certificate().lease();
    }

    /**
     * The client may use the cores until the certificate's expiry.
     *
     * @param held whether its node has said that an executor serves it; until then the certificate may be in its client's
     *     hands, not yet presented
     */
    record Active(LeaseCertificate certificate, boolean held) implements LeaseState {}

    /**
     * Over for the client, but the node may still be stopping what ran; its report, or the margin's end, sets the cores free.
     *
     * @param graceUntilMs until when what runs may go on; 0, or a time past, if it may not
     */
    record Ending(LeaseCertificate certificate, EndReason reason, long graceUntilMs) implements LeaseState {
        /** Ending without a grace. */
        public Ending(LeaseCertificate certificate, EndReason reason) {
            this(certificate, reason, 0);
        }

        /** Until when something of it may run: its expiry, or the end of a grace that is longer. */
        long runsUntilMs() {
            return Math.max(certificate.expiresAtMs(), graceUntilMs);
        }

        private Ending by(EndAsked asked) {
            return asked.graceUntilMs() < graceUntilMs ? new Ending(certificate, reason, asked.graceUntilMs()) : this;
        }
    }

    /** Over; the cores are free. */
    record Ended(LeaseCertificate certificate, EndReason reason) implements LeaseState {}

    /**
     * The state after an event. Pure.
     *
     * @param marginMs how long after its expiry, or after a longer grace, a lease that no node reported on still holds its
     *     cores; the node needs this time to stop what runs
     */
    default LeaseState after(LeaseEvent event, long marginMs) {
        return switch (this) {
            case Active active -> afterWhileActive(active, event, marginMs);
            case Ending ending -> afterWhileEnding(ending, event, marginMs);
            case Ended ended -> ended;
        };
    }

    private static LeaseState afterWhileActive(Active active, LeaseEvent event, long marginMs) {
        LeaseCertificate certificate = active.certificate();
        return switch (event) {
            case Renewed renewed -> new Active(later(certificate, renewed.certificate()), active.held());
            case Held held -> new Active(later(certificate, held.certificate()), true);
            case NotHeld _ -> active.held() ? new Ended(certificate, EndReason.LOST) : active;
            case TimePassed passed ->
                passed.nowMs() < certificate.expiresAtMs()
                        ? active
                        : new Ending(certificate, EndReason.EXPIRED).after(passed, marginMs);
            case EndAsked asked -> new Ending(certificate, asked.reason(), asked.graceUntilMs());
            case EndReported reported -> new Ended(certificate, reported.reason());
            case NodeLost _ -> new Ending(certificate, EndReason.LOST);
            case NodeGone _ -> new Ended(certificate, EndReason.LOST);
        };
    }

    private static LeaseState afterWhileEnding(Ending ending, LeaseEvent event, long marginMs) {
        LeaseCertificate certificate = ending.certificate();
        return switch (event) {
            case Renewed _, NotHeld _, NodeLost _ -> ending;
            case EndAsked asked -> ending.by(asked);
            // it was given up because its node was, and the node has it after all
            case Held held ->
                ending.reason() == EndReason.LOST ? new Active(later(certificate, held.certificate()), true) : ending;
            case TimePassed passed ->
                passed.nowMs() < ending.runsUntilMs() + marginMs ? ending : new Ended(certificate, ending.reason());
            case EndReported _, NodeGone _ -> new Ended(certificate, ending.reason());
        };
    }

    private static LeaseCertificate later(LeaseCertificate known, LeaseCertificate shown) {
        if (!shown.lease().equals(known.lease())) {
            throw new IllegalArgumentException(
                    "lease " + known.lease() + " renewed by a certificate of " + shown.lease());
        }
        return shown.expiresAtMs() > known.expiresAtMs() ? shown : known;
    }
}
