package org.rfaas.offload.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.rfaas.offload.array.ArrayStorage;
import org.rfaas.offload.array.LoopArray;
import org.rfaas.offload.array.TrackedArray;
import org.rfaas.offload.kernel.ArrayForm;
import org.rfaas.offload.plan.Access;
import org.rfaas.offload.plan.Columns;
import org.rfaas.offload.plan.Footprint;
import org.rfaas.offload.pool.RemoteWorker;
import org.rfaas.offload.report.Counters;
import org.rfaas.offload.worker.RemoteFailureException;

/** Of loops each of whose iterations reads a megabyte of its own. */
class ResidentSupplyTest {
    private static final int TRIPS = 8;
    private static final int ELEMENTS = (1 << 20) / Double.BYTES;

    private final ScriptedWorker port = new ScriptedWorker();
    private final Counters counters = new Counters();
    private final RemoteWorker worker = new RemoteWorker("1.0", port, counters);
    private final OwnExecution own = new OwnExecution(counters, false, System::nanoTime);

    ResidentSupplyTest() {
        own.begin(TRIPS);
    }

    @Test
    void shouldKnowAfterOneLoopHowLongTheDataOfAnotherTakes() {
        ResidentSupply first = supply();
        ResidentSupply second = supply();
        assertThat(second.missingNs(0, TRIPS)).as("assumed").isLessThan(3_000_000);
        port.nsPerWrite = 2_000_000;
        for (int i = 0; i < 3; i++) {
            first.bring(TRIPS - 1 - i, TRIPS);
        }

        assertThat(port.writtenBytes).isEqualTo(3 << 20);
        assertThat(second.missingNs(0, TRIPS)).isGreaterThanOrEqualTo(TRIPS * 2_000_000);
    }

    @Test
    void shouldTakeNoTimeForWhatIsThere() {
        ResidentSupply supply = supply();
        supply.bring(0, TRIPS);
        assertThat(supply.missingNs(0, TRIPS)).isZero();
    }

    @Test
    void shouldMakeRoomOfCopiesThatOtherLoopsNeed() {
        port.freeBytes = 10 << 20;
        ResidentSupply first = supply();
        ResidentSupply second = supply();
        first.bring(0, TRIPS);
        second.bring(0, TRIPS);

        assertThat(second.missingNs(0, TRIPS)).isZero();
        assertThat(first.missingNs(0, TRIPS)).isPositive();
        assertThat(port.freeBytes).isEqualTo(2 << 20);
        assertThat(counters.report(0, 0, 0, 0).residentBytes()).isEqualTo(8 << 20);
    }

    @Test
    void shouldMakeNoRoomOfWhatThePartItselfNeeds() {
        port.freeBytes = 10 << 20;
        LoopArgument[] both = {reading(new TrackedArray()), reading(new TrackedArray())};
        ResidentSupply supply = new ResidentSupply(worker, both, own);
        assertThatExceptionOfType(RemoteFailureException.class).isThrownBy(() -> supply.bring(0, TRIPS));

        assertThat(port.freeBytes).as("but for the first of the two").isEqualTo(2 << 20);
    }

    @Test
    void shouldTakeTimeInEachRunForWhatAnotherLoopTakesTheRoomOf() {
        port.freeBytes = 10 << 20;
        ResidentSupply first = supply();
        first.bring(0, TRIPS);
        supply().bring(0, TRIPS);
        assertTakesTimeInEachRun(first, 0, TRIPS);
    }

    @Test
    void shouldTakeTimeInEachRunForPartsThatReplaceEachOther() {
        ResidentSupply supply = supply();
        supply.bring(0, 2);
        supply.bring(6, TRIPS);
        assertTakesTimeInEachRun(supply, 0, 2);
    }

    @Test
    void shouldTakeTimeInEachRunForMoreChangesThanAreRemembered() {
        TrackedArray array = new TrackedArray();
        ResidentSupply supply = new ResidentSupply(worker, new LoopArgument[] {reading(array)}, own);
        supply.bring(0, TRIPS);
        for (int change = 0; change < 100; change++) {
            array.touch(10L * change, 10L * change + 1);
        }
        port.writtenBytes = 0;
        assertTakesTimeInEachRun(supply, 0, TRIPS);
        assertThat(port.writtenBytes).isEqualTo(8 << 20);
    }

    /** Rather than once, which would tell nothing of the next run. */
    private void assertTakesTimeInEachRun(ResidentSupply supply, int lo, int hi) {
        port.nsPerWrite = 2_000_000;
        assertThat(supply.bring(lo, hi)).isGreaterThanOrEqualTo(2_000_000);
    }

    private ResidentSupply supply() {
        return new ResidentSupply(worker, new LoopArgument[] {reading(new TrackedArray())}, own);
    }

    private static LoopArgument reading(TrackedArray tracked) {
        ArrayForm form = ArrayForm.elements(Double.BYTES);
        ArrayStorage storage = ArrayStorage.of(new double[ELEMENTS * TRIPS], form, Double.BYTES, Columns.all(0));
        LoopArray array = new LoopArray(tracked, storage, form);
        return new LoopArgument.OfArray(array, Access.READ, Footprint.affine(ELEMENTS, 0, ELEMENTS - 1), true);
    }
}
