package org.rfaas.lease;

import org.rfaas.lease.LeaseEvent.EndAsked;
import org.rfaas.lease.LeaseEvent.EndReported;
import org.rfaas.lease.LeaseEvent.NodeLost;
import org.rfaas.lease.LeaseEvent.Renewed;
import org.rfaas.lease.LeaseEvent.TimePassed;

/**
 * Where a lease is in its life, as the resource manager sees it. A request is granted or refused at once, so there is no
 * state before {@link Active}. Cores are held in every state but {@link Ended}.
 */
public sealed interface LeaseState {
    LeaseId lease();

    /** The client may use the cores until the certificate's expiry. */
    record Active(LeaseCertificate certificate) implements LeaseState {
        @Override
        public LeaseId lease() {
            return certificate.lease();
        }
    }

    /** Over for the client, but the node may still be stopping what ran; its report, or the expiry, sets the cores free. */
    record Ending(LeaseCertificate certificate, EndReason reason) implements LeaseState {
        @Override
        public LeaseId lease() {
            return certificate.lease();
        }
    }

    /** Over; the cores are free. */
    record Ended(LeaseId lease, EndReason reason) implements LeaseState {}

    /**
     * The state after an event. Pure.
     *
     * @param marginMs how long after its expiry a lease that no node reported on still holds its cores; the node needs
     *     this time to stop what runs
     */
    default LeaseState after(LeaseEvent event, long marginMs) {
        return switch (this) {
            case Active active ->
                switch (event) {
                    case Renewed renewed -> renew(active, renewed.certificate());
                    case TimePassed passed ->
                        passed.nowMs() < active.certificate().expiresAtMs()
                                ? active
                                : new Ending(active.certificate(), EndReason.EXPIRED).after(passed, marginMs);
                    case EndAsked asked -> new Ending(active.certificate(), asked.reason());
                    case EndReported reported -> new Ended(active.lease(), reported.reason());
                    case NodeLost _ -> new Ended(active.lease(), EndReason.LOST);
                };
            case Ending ending ->
                switch (event) {
                    case Renewed _, EndAsked _ -> ending;
                    case TimePassed passed ->
                        passed.nowMs() < ending.certificate().expiresAtMs() + marginMs
                                ? ending
                                : new Ended(ending.lease(), ending.reason());
                    case EndReported _, NodeLost _ -> new Ended(ending.lease(), ending.reason());
                };
            case Ended ended -> ended;
        };
    }

    private static LeaseState renew(Active active, LeaseCertificate later) {
        if (!later.lease().equals(active.lease())) {
            throw new IllegalArgumentException(
                    "lease " + active.lease() + " renewed by a certificate of " + later.lease());
        }
        return later.expiresAtMs() > active.certificate().expiresAtMs() ? new Active(later) : active;
    }
}
