package org.rfaas.offload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.rfaas.function.FunctionBundle;
import org.rfaas.offload.FakeWorker.Fault;
import org.rfaas.offload.kernel.FrameWriter;
import org.rfaas.offload.kernel.WovenFunction;
import org.rfaas.offload.plan.Split;
import org.rfaas.offload.woven.KernelCode;
import org.rfaas.offload.woven.LoopBinding;
import org.rfaas.offload.woven.LoopDescriptor;
import org.rfaas.offload.woven.WovenLoop;

/** A millisecond an iteration is what both are thought to take; in truth they are as fast as a test lets them be. */
class LoopTeamTest {
    private static final int N = 1000;
    private static final long THOUGHT_NS = 1_000_000;
    private static final long TIMEOUT_NS = 10_000_000_000L;

    private final double[] x = new double[N];
    private final double[] y = new double[N];
    private final Object[] references = {x, y};
    private final long[] scalars = {Double.doubleToRawLongBits(3), -1};
    private final WovenLoop line = HandWoven.line();
    private final FakeWorker worker = new FakeWorker(4, 64 << 10);
    private final Counters counters = new Counters();

    @AfterEach
    void closeWorker() {
        worker.close();
    }

    @Test
    void shouldHandOverToAWorkerThatIsDoneWhatTheRankHasNotBegun() {
        run(new Split(0, 500, N), this::runWhenTheWorkerIsIdle, true);

        // half of what was left, and more each time that was done
        assertThat(counters.iterationsRemote).isGreaterThan(650);
    }

    @Test
    void shouldTakeOverWhatAWorkerHasNotBegun() {
        worker.hold();
        run(
                new Split(0, 500, N),
                (lo, hi) -> {
                    if (lo >= 500) {
                        worker.letGo();
                    }
                    compute(lo, hi);
                },
                true);

        assertThat(counters.iterationsLocal).isGreaterThan(500);
    }

    @Test
    void shouldLeaveItAtThePartOfAWorkerThatHasNoMemoryForMore() {
        worker.refusingMoreThan(500 * Double.BYTES);
        run(new Split(0, 500, N), this::runWhenTheWorkerIsIdle, true);

        assertThat(counters.iterationsRemote).isEqualTo(500);
        assertThat(counters.iterationsRecomputed).isZero();
    }

    @Test
    void shouldTryOnlyOnceWhatAWorkerHasNoMemoryFor() {
        worker.refusingMoreThan(500 * Double.BYTES);
        run(worker, new Split(0, 500, N), this::runWhenTheWorkerIsIdle, true, 4);

        // to try, the worker had to free what it had, which therefore went there again
        assertThat(worker.residentWriteBytes).hasValue(2L * 500 * Double.BYTES);
    }

    @Test
    void shouldKeepToTheSplitWhenToldTo() {
        run(new Split(0, 500, N), this::runWhenTheWorkerIsIdle, false);

        assertThat(counters.iterationsRemote).isEqualTo(500);
    }

    @Test
    void shouldComputeWhatAWorkerFailsOnAfterItTookMoreOver() {
        // of a part of 500, chunks of a quarter of the rest, of at least a tenth of a millisecond
        run(new Split(0, 500, N), this::runWhenTheWorkerIsIdle, true);
        int chunks = worker.invocations.get();
        Arrays.fill(y, 0);
        counters.iterationsLocal = 0;
        counters.iterationsRemote = 0;
        try (FakeWorker failing = new FakeWorker(4, 64 << 10).failing(Fault.THROW, chunks)) {
            run(
                    failing,
                    new Split(0, 500, N),
                    (lo, hi) -> {
                        failing.awaitIdle();
                        compute(lo, hi);
                    },
                    true);
        }
        assertThat(counters.iterationsRecomputed).isPositive();
    }

    private void runWhenTheWorkerIsIdle(int lo, int hi) {
        worker.awaitIdle();
        compute(lo, hi);
    }

    private void compute(int lo, int hi) {
        line.local().run(references, scalars, new long[0], 0, lo, hi);
    }

    private void run(Split split, LocalRange local, boolean mayShift) {
        run(worker, split, local, mayShift);
    }

    private void run(FakeWorker port, Split split, LocalRange local, boolean mayShift) {
        run(port, split, local, mayShift, 1);
    }

    private void run(FakeWorker port, Split split, LocalRange local, boolean mayShift, int runs) {
        Arrays.setAll(x, i -> i);
        LoopDescriptor loop = line.descriptor();
        WovenArguments arguments = new WovenArguments(loop, new StableArrays());
        if (!(LoopBinding.of(loop, references, scalars, 0, N) instanceof LoopBinding.Independent(var uses))) {
            throw new AssertionError("iterations of a line depend on each other");
        }
        arguments.begin(uses, references, scalars, new long[0]);
        KernelCode kernel = loop.kernel();
        ChunkCodec codec = new ChunkCodec(
                arguments.arguments(),
                arguments.scalars(),
                arguments.results(),
                new FrameWriter(kernel.className(), arguments.arguments().length));
        OwnExecution own = new OwnExecution(counters);
        own.begin(N);
        own.observe(0, 1, THOUGHT_NS);
        RemoteWorker remote = new RemoteWorker("1.0", port, counters);
        LoopOnWorker member =
                new LoopOnWorker(remote, new RemotePart(remote, codec, arguments.arguments().length, counters), own);
        FunctionBundle bundle = FunctionBundle.of(WovenFunction.class).with(kernel.className(), kernel.classBytes());

        TransferBudget budget = new TransferBudget();
        budget.earn(THOUGHT_NS * N * runs);
        LoopTeam team = new LoopTeam("line", bundle, counters, own, budget);
        for (int run = 0; run < runs; run++) {
            team.run(arguments.arguments(), local, split, List.of(member), TIMEOUT_NS, mayShift);
        }

        assertThat(counters.iterationsLocal + counters.iterationsRemote + counters.iterationsRecomputed)
                .isEqualTo((long) runs * N);
        assertThat(y)
                .containsExactly(Arrays.stream(x).map(value -> 3 * value + 1).toArray());
    }
}
