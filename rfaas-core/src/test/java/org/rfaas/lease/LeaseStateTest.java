package org.rfaas.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.rfaas.lease.LeaseEvent.EndAsked;
import org.rfaas.lease.LeaseEvent.EndReported;
import org.rfaas.lease.LeaseEvent.NodeLost;
import org.rfaas.lease.LeaseEvent.Renewed;
import org.rfaas.lease.LeaseEvent.TimePassed;
import org.rfaas.lease.LeaseState.Active;
import org.rfaas.lease.LeaseState.Ended;
import org.rfaas.lease.LeaseState.Ending;

class LeaseStateTest {
    private static final long MARGIN_MS = 50;
    private static final LeaseCertificate CERTIFICATE = Leases.certificate(7, "node", 1000, 2000);
    private static final LeaseCertificate LATER = CERTIFICATE.until(1500, 3000);
    private static final LeaseId LEASE = CERTIFICATE.lease();

    private static final LeaseState ACTIVE = new Active(CERTIFICATE);
    private static final LeaseState ENDING = new Ending(CERTIFICATE, EndReason.RELEASED);
    private static final LeaseState EXPIRING = new Ending(CERTIFICATE, EndReason.EXPIRED);
    private static final LeaseState ENDED = new Ended(LEASE, EndReason.REVOKED);

    record Step(LeaseState from, LeaseEvent event, LeaseState to) {}

    static List<Step> everyEventInEveryState() {
        return List.of(
                new Step(ACTIVE, new Renewed(LATER), new Active(LATER)),
                new Step(new Active(LATER), new Renewed(CERTIFICATE), new Active(LATER)),
                new Step(ACTIVE, new TimePassed(1999), ACTIVE),
                new Step(ACTIVE, new TimePassed(2000), EXPIRING),
                new Step(ACTIVE, new TimePassed(2000 + MARGIN_MS), new Ended(LEASE, EndReason.EXPIRED)),
                new Step(ACTIVE, new EndAsked(EndReason.RELEASED), ENDING),
                new Step(ACTIVE, new EndReported(EndReason.LOST), new Ended(LEASE, EndReason.LOST)),
                new Step(ACTIVE, new NodeLost(), new Ended(LEASE, EndReason.LOST)),
                new Step(ENDING, new Renewed(LATER), ENDING),
                new Step(ENDING, new TimePassed(2000 + MARGIN_MS - 1), ENDING),
                new Step(ENDING, new TimePassed(2000 + MARGIN_MS), new Ended(LEASE, EndReason.RELEASED)),
                new Step(ENDING, new EndAsked(EndReason.REVOKED), ENDING),
                new Step(ENDING, new EndReported(EndReason.LOST), new Ended(LEASE, EndReason.RELEASED)),
                new Step(ENDING, new NodeLost(), new Ended(LEASE, EndReason.RELEASED)),
                new Step(ENDED, new Renewed(LATER), ENDED),
                new Step(ENDED, new TimePassed(Long.MAX_VALUE), ENDED),
                new Step(ENDED, new EndAsked(EndReason.RELEASED), ENDED),
                new Step(ENDED, new EndReported(EndReason.LOST), ENDED),
                new Step(ENDED, new NodeLost(), ENDED));
    }

    @ParameterizedTest
    @MethodSource("everyEventInEveryState")
    void shouldMoveAsTheTableSays(Step step) {
        assertThat(step.from().after(step.event(), MARGIN_MS)).isEqualTo(step.to());
    }

    @Test
    void shouldRefuseRenewalByAnotherLeasesCertificate() {
        LeaseEvent foreign = new Renewed(Leases.certificate(8, "node", 1000, 9000));
        assertThatThrownBy(() -> ACTIVE.after(foreign, MARGIN_MS)).isInstanceOf(IllegalArgumentException.class);
    }
}
