package org.rfaas.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.rfaas.lease.LeaseEvent.EndAsked;
import org.rfaas.lease.LeaseEvent.EndReported;
import org.rfaas.lease.LeaseEvent.Held;
import org.rfaas.lease.LeaseEvent.NodeGone;
import org.rfaas.lease.LeaseEvent.NodeLost;
import org.rfaas.lease.LeaseEvent.NotHeld;
import org.rfaas.lease.LeaseEvent.Renewed;
import org.rfaas.lease.LeaseEvent.TimePassed;
import org.rfaas.lease.LeaseState.Active;
import org.rfaas.lease.LeaseState.Ended;
import org.rfaas.lease.LeaseState.Ending;

class LeaseStateTest {
    private static final long MARGIN_MS = 50;
    private static final LeaseCertificate FIRST = Leases.certificate(7, "node", 1000, 2000);
    private static final LeaseCertificate LATER = FIRST.until(1500, 3000);

    private static final LeaseState GRANTED = new Active(FIRST, false);
    private static final LeaseState HELD = new Active(FIRST, true);
    private static final LeaseState HELD_LATER = new Active(LATER, true);
    private static final LeaseState RELEASED = new Ending(FIRST, EndReason.RELEASED);
    private static final LeaseState EXPIRING = new Ending(FIRST, EndReason.EXPIRED);
    private static final LeaseState LOST = new Ending(FIRST, EndReason.LOST);
    private static final LeaseState GRACED = new Ending(FIRST, EndReason.REVOKED, 5000);
    private static final LeaseState ENDED = new Ended(FIRST, EndReason.REVOKED);

    private static final List<LeaseState> STATES =
            List.of(GRANTED, HELD, HELD_LATER, RELEASED, EXPIRING, LOST, GRACED, ENDED);

    /** Every kind of event; the columns of the table. */
    private static final List<LeaseEvent> EVENTS = List.of(
            new Renewed(LATER),
            new Held(LATER),
            new NotHeld(),
            new TimePassed(1999),
            new TimePassed(2000),
            new TimePassed(2000 + MARGIN_MS - 1),
            new TimePassed(2000 + MARGIN_MS),
            new EndAsked(EndReason.RELEASED, 0),
            new EndReported(EndReason.LOST),
            new NodeLost(),
            new NodeGone());

    private static LeaseState ended(EndReason reason) {
        return new Ended(FIRST, reason);
    }

    /** The row of each state: what it becomes by each of {@link #EVENTS}. */
    private static List<LeaseState> row(LeaseState state) {
        LeaseState lostLater = new Ended(LATER, EndReason.LOST);
        LeaseState released = ended(EndReason.RELEASED);
        LeaseState expired = ended(EndReason.EXPIRED);
        LeaseState lost = ended(EndReason.LOST);
        List<List<LeaseState>> rows = List.of(
                List.of(
                        new Active(LATER, false),
                        HELD_LATER,
                        GRANTED,
                        GRANTED,
                        EXPIRING,
                        EXPIRING,
                        expired,
                        RELEASED,
                        lost,
                        LOST,
                        lost),
                List.of(HELD_LATER, HELD_LATER, lost, HELD, EXPIRING, EXPIRING, expired, RELEASED, lost, LOST, lost),
                List.of(
                        HELD_LATER,
                        HELD_LATER,
                        lostLater,
                        HELD_LATER,
                        HELD_LATER,
                        HELD_LATER,
                        HELD_LATER,
                        new Ending(LATER, EndReason.RELEASED),
                        lostLater,
                        new Ending(LATER, EndReason.LOST),
                        lostLater),
                List.of(
                        RELEASED, RELEASED, RELEASED, RELEASED, RELEASED, RELEASED, released, RELEASED, released,
                        RELEASED, released),
                List.of(
                        EXPIRING, EXPIRING, EXPIRING, EXPIRING, EXPIRING, EXPIRING, expired, EXPIRING, expired,
                        EXPIRING, expired),
                List.of(LOST, HELD_LATER, LOST, LOST, LOST, LOST, lost, LOST, lost, LOST, lost),
                List.of(
                        GRACED,
                        GRACED,
                        GRACED,
                        GRACED,
                        GRACED,
                        GRACED,
                        GRACED,
                        new Ending(FIRST, EndReason.REVOKED),
                        ENDED,
                        GRACED,
                        ENDED),
                List.of(ENDED, ENDED, ENDED, ENDED, ENDED, ENDED, ENDED, ENDED, ENDED, ENDED, ENDED));
        return rows.get(STATES.indexOf(state));
    }

    record Step(LeaseState from, LeaseEvent event, LeaseState to) {}

    static List<Step> everyEventInEveryState() {
        List<Step> steps = new ArrayList<>();
        for (LeaseState state : STATES) {
            List<LeaseState> row = row(state);
            for (int i = 0; i < EVENTS.size(); i++) {
                steps.add(new Step(state, EVENTS.get(i), row.get(i)));
            }
        }
        return steps;
    }

    @ParameterizedTest
    @MethodSource("everyEventInEveryState")
    void shouldMoveAsTheTableSays(Step step) {
        assertThat(step.from().after(step.event(), MARGIN_MS)).isEqualTo(step.to());
    }

    @Test
    void shouldKnowOfNoEventOrStateBesidesTheTable() {
        assertThat(EVENTS.stream().<Class<?>>map(LeaseEvent::getClass).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(LeaseEvent.class.getPermittedSubclasses());
        assertThat(STATES.stream().<Class<?>>map(LeaseState::getClass).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(LeaseState.class.getPermittedSubclasses());
    }

    @Test
    void shouldNeverShortenALease() {
        assertThat(HELD_LATER.after(new Renewed(FIRST), MARGIN_MS)).isEqualTo(HELD_LATER);
        assertThat(HELD_LATER.after(new Held(FIRST), MARGIN_MS)).isEqualTo(HELD_LATER);
    }

    @Test
    void shouldHoldItsCoresAsLongAsTheShortestGrace() {
        assertThat(GRACED.after(new TimePassed(5000 + MARGIN_MS - 1), MARGIN_MS))
                .isEqualTo(GRACED);
        assertThat(GRACED.after(new TimePassed(5000 + MARGIN_MS), MARGIN_MS)).isEqualTo(ENDED);
        assertThat(GRACED.after(new EndAsked(EndReason.REVOKED, 6000), MARGIN_MS))
                .isEqualTo(GRACED);
        LeaseState shortened = GRACED.after(new EndAsked(EndReason.REVOKED, 3000), MARGIN_MS);
        assertThat(shortened.after(new TimePassed(3000 + MARGIN_MS - 1), MARGIN_MS))
                .isEqualTo(shortened);
        assertThat(shortened.after(new TimePassed(3000 + MARGIN_MS), MARGIN_MS)).isEqualTo(ENDED);
    }

    @Test
    void shouldRefuseRenewalByAnotherLeasesCertificate() {
        LeaseCertificate foreign = Leases.certificate(8, "node", 1000, 9000);
        assertThatThrownBy(() -> GRANTED.after(new Renewed(foreign), MARGIN_MS))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> LOST.after(new Held(foreign), MARGIN_MS)).isInstanceOf(IllegalArgumentException.class);
    }
}
