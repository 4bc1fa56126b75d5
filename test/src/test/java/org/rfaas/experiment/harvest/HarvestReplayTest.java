package org.rfaas.experiment.harvest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.rfaas.experiment.harvest.HarvestRules.Reclaim;
import org.rfaas.experiment.harvest.IdleTrace.Change;

class HarvestReplayTest {
    private static final long HOUR_MS = Duration.ofHours(1).toMillis();

    /** The rules' leases have eight cores. */
    private static final int CORES = 8;

    /** One node, idle for so long, then busy; the trace is two hours long. */
    private static IdleTrace oneNode(long idleMs) {
        return new IdleTrace(1, CORES, 2 * HOUR_MS, List.of(new Change(0, 0, CORES), new Change(idleMs, 0, 0)));
    }

    private static HarvestResult replay(IdleTrace trace, Reclaim reclaim, boolean hasBoard, Duration lease) {
        return new HarvestReplay(trace, 1, CORES, 1)
                .run(HarvestRules.of(reclaim, hasBoard, lease, trace.coresPerNode()));
    }

    @Test
    void shouldRecoverAllButTheColdStartWhereNothingIsTakenBack() {
        IdleTrace idle = new IdleTrace(1, CORES, HOUR_MS, List.of(new Change(0, 0, CORES)));
        HarvestResult result = replay(idle, Reclaim.REVOKE, true, Duration.ofMinutes(1));
        assertThat(result.idleCoreHours()).isEqualTo(CORES);
        assertThat(result.startCoreHours()).isCloseTo(CORES * 0.3 / 3600, within(1e-9));
        assertThat(result.recoveredFraction()).isGreaterThan(0.9999).isLessThan(1);
        assertThat(result.leases()).isEqualTo(1);
        // in the last third of its time, each: every 40 s
        assertThat(result.renewals()).isBetween(88L, 90L);
    }

    @Test
    void shouldLeaseWholeNodesWhereTheyAreSmall() {
        IdleTrace idle = new IdleTrace(1, 4, HOUR_MS, List.of(new Change(0, 0, 4)));
        assertThat(replay(idle, Reclaim.REVOKE, true, Duration.ofMinutes(1)).recoveredFraction())
                .isGreaterThan(0.9999);
    }

    @Test
    void shouldLoseThePieceThatRunsWhenExecutorsAreKilled() {
        // pieces begin 0.3 s after the grant, at most 11 ms after the start, and take 10 s: 4.7 s of one are lost
        HarvestResult result = replay(oneNode(65_000), Reclaim.KILL, true, Duration.ofMinutes(1));
        assertThat(result.lostCoreHours()).isCloseTo(CORES * 4.7 / 3600, within(CORES * 0.012 / 3600));
        assertThat(result.lateCoreHours()).isZero();
    }

    @Test
    void shouldFinishWithinTheGraceWhatCanBeFinished() {
        // the piece that runs ends 1.3 s later
        HarvestResult result = replay(oneNode(69_000), Reclaim.REVOKE, true, Duration.ofMinutes(1));
        assertThat(result.lostCoreHours()).isZero();
        assertThat(result.longestReturnSeconds()).isBetween(1.3, 1.4);
        HarvestResult tooEarly = replay(oneNode(65_000), Reclaim.REVOKE, true, Duration.ofMinutes(1));
        assertThat(tooEarly.lostCoreHours()).isPositive();
        assertThat(tooEarly.longestReturnSeconds()).isEqualTo(2);
    }

    @Test
    void shouldLetTheBatchSystemWaitForTheEndOfALeaseWithoutRevocation() {
        HarvestResult result = replay(oneNode(65_000), Reclaim.WAIT, true, Duration.ofMinutes(5));
        // the lease began within 11 ms, and the piece at its end has the grace of 2 s
        assertThat(result.longestReturnSeconds()).isBetween(235.0, 237.1);
        assertThat(result.renewals()).isZero();
    }

    @Test
    void shouldSpareTheManagerRefusalsWithABoard() {
        IdleTrace trace = new IdleTrace(1, CORES, 2 * HOUR_MS, List.of(new Change(HOUR_MS, 0, CORES)));
        assertThat(replay(trace, Reclaim.REVOKE, true, Duration.ofMinutes(1)).refusals())
                .isZero();
        // 0.2, 0.4 … 3.2 s, then every 5 s of the hour
        assertThat(replay(trace, Reclaim.REVOKE, false, Duration.ofMinutes(1)).refusals())
                .isBetween(720L, 730L);
    }

    @Test
    void shouldKeepWhatFitsWhenANodeGivesPartOfItsCores() {
        IdleTrace trace =
                new IdleTrace(1, 2 * CORES, HOUR_MS, List.of(new Change(0, 0, 16), new Change(HOUR_MS / 2, 0, 10)));
        HarvestResult result = new HarvestReplay(trace, 2, CORES, 1)
                .run(HarvestRules.of(Reclaim.REVOKE, true, Duration.ofMinutes(1), trace.coresPerNode()));
        assertThat(result.leases()).isEqualTo(2);
        assertThat(result.recoveredCoreHours()).isCloseTo(12, within(0.02));
    }

    /** Cores that nobody leased, or that were leased and not used, are never counted as recovered. */
    @ParameterizedTest
    @EnumSource
    void shouldNeverRecoverMoreThanThereIs(Reclaim reclaim) {
        for (long seed = 1; seed <= 5; seed++) {
            IdleTrace trace = IdleModel.ofBusyCluster(50, 12).generate(3 * HOUR_MS, seed);
            List<HarvestResult> results = new ArrayList<>();
            for (int clients : new int[] {1, 20}) {
                results.add(new HarvestReplay(trace, clients, 24, seed)
                        .run(HarvestRules.of(reclaim, seed % 2 == 0, Duration.ofMinutes(1), trace.coresPerNode())));
            }
            for (HarvestResult result : results) {
                double leased = result.recoveredCoreHours() + result.startCoreHours() + result.lostCoreHours();
                assertThat(leased).as("seed " + seed).isLessThanOrEqualTo(result.usableCoreHours() * (1 + 1e-9));
                assertThat(result.usableCoreHours()).isLessThanOrEqualTo(result.idleCoreHours());
                assertThat(result.recoveredCoreHours()).isNotNegative();
            }
            assertThat(results.getLast().recoveredCoreHours())
                    .as("seed " + seed)
                    .isGreaterThanOrEqualTo(results.getFirst().recoveredCoreHours());
        }
    }
}
