package org.rfaas.offload.loop;

import static org.assertj.core.api.Assertions.assertThat;

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

    private ResidentSupply supply() {
        ArrayForm form = ArrayForm.elements(Double.BYTES);
        ArrayStorage storage = ArrayStorage.of(new double[ELEMENTS * TRIPS], form, Double.BYTES, Columns.all(0));
        LoopArray array = new LoopArray(new TrackedArray(), storage, form);
        LoopArgument argument =
                new LoopArgument.OfArray(array, Access.READ, Footprint.affine(ELEMENTS, 0, ELEMENTS - 1), true);
        return new ResidentSupply(worker, new LoopArgument[] {argument}, own);
    }
}
