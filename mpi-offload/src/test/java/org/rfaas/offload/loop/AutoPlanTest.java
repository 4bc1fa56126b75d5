package org.rfaas.offload.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rfaas.function.FunctionBundle;
import org.rfaas.offload.DefaultOptions;
import org.rfaas.offload.OffloadMode;
import org.rfaas.offload.OffloadOptions;
import org.rfaas.offload.array.ArrayStorage;
import org.rfaas.offload.array.LoopArray;
import org.rfaas.offload.array.TrackedArray;
import org.rfaas.offload.kernel.ArrayForm;
import org.rfaas.offload.kernel.WovenFunction;
import org.rfaas.offload.plan.Access;
import org.rfaas.offload.plan.Columns;
import org.rfaas.offload.plan.Footprint;
import org.rfaas.offload.plan.PieceTimes;
import org.rfaas.offload.plan.Split;
import org.rfaas.offload.pool.WorkerPool;
import org.rfaas.offload.report.Counters;
import org.rfaas.offload.worker.FakeSource;

/** Plans for a loop whose iterations are said to take the rank a millisecond each, with a worker that takes what it is told to. */
@Timeout(60)
class AutoPlanTest {
    private static final int TRIPS = 1000;
    private static final long RANK_NS = 1_000_000;
    private static final long HOPELESS_NS = 100 * RANK_NS;
    private static final long TIMEOUT_NS = 10_000_000_000L;

    /** Parts, or rehearsals, before which none decides. */
    private static final int PARTS_TO_DECIDE = 9;

    private static final LoopArgument[] NONE = {};
    private static final FunctionBundle BUNDLE = FunctionBundle.of(WovenFunction.class);

    private final ScriptedWorker worker = new ScriptedWorker();
    private final OffloadOptions options = DefaultOptions.of(new OffloadMode.Auto());
    private final Counters counters = new Counters();
    private WorkerPool pool = new WorkerPool(options, new FakeSource(worker), counters);
    private final OwnExecution own = new OwnExecution(counters, false, System::nanoTime);
    private long nowNs;
    private final TransferBudget budget = new TransferBudget();
    private LoopMembers members = membersFor(NONE);
    private LoopPlan plan = planFor(members);
    private int runs;

    @BeforeEach
    void start() {
        pool.start();
    }

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void shouldNotPlanForALoopWhoseTimeItDoesNotKnow() {
        awaitWorker();

        assertThat(members.isWorthPlanning(TRIPS)).isFalse();
        assertThat(split()).isNull();
    }

    @Test
    void shouldThinkAboutRunsThatAreLongEnoughForWorkersThatAreThereOrToCome() {
        learnThatAnIterationTakes(1_000);
        assertThat(members.isWorthPlanning(1_999)).isFalse();
        assertThat(members.isWorthPlanning(2_000)).isTrue();

        awaitWorker();
        members.follow();
        assertThat(members.isWorthPlanning(49)).isFalse();
        assertThat(members.isWorthPlanning(50)).isTrue();
    }

    @Test
    void shouldShareByHalvesWithAWorkerAsFastAsTheRank() {
        Split split = share(RANK_NS);

        assertThat(split.localEnd()).isBetween(TRIPS * 4 / 10, TRIPS * 6 / 10);
    }

    @Test
    void shouldNotJudgeAWorkerBeforeNineParts() {
        Split split = share(RANK_NS);
        for (int part = 1; part <= PARTS_TO_DECIDE; part++) {
            assertThat(split).as("before part %d", part).isNotNull();
            assertThat(split.remote()).as("before part %d", part).isGreaterThan(TRIPS * 4 / 10);
            bring(split, HOPELESS_NS);
            split = split();
        }
        assertThat(split).isNull();
    }

    @Test
    void shouldGiveAWorkerMoreThatIsFasterThanItRehearsed() {
        Split split = share(RANK_NS);
        bring(split, RANK_NS / 3);

        assertThat(split().remote()).isGreaterThan(TRIPS * 6 / 10);
    }

    /** The loop counts down, and its end has run before the worker came. */
    @Test
    void shouldShareByTheWorkOfWhatIsLeft() {
        var _ = share(RANK_NS);
        PieceTimes times = new PieceTimes();
        times.add(0, TRIPS / 4, 1_000_000);
        times.add(TRIPS / 4, TRIPS / 2, 3_000_000);
        times.add(TRIPS / 2, TRIPS, 2_000_000);
        own.learn(times);

        Split split = plan.split(0, TRIPS / 2);

        assertThat(split).isNotNull();
        assertThat(own.work(split.localEnd(), split.hi()) / own.work(0, split.hi()))
                .isBetween(0.4, 0.6);
    }

    /** A trial takes longer than the first waits, and shares all the time: were that a gain, no wait would be long. */
    @Test
    void shouldWaitLongerEachTimeForAWorkerThatOnlySeemsToGain() {
        Split split = share(RANK_NS);
        long waitedNs = 0;
        for (int trial = 0; trial < 4; trial++) {
            while (split != null) {
                nowNs += 5_000_000;
                bring(split, HOPELESS_NS);
                split = split();
            }
            long startNs = nowNs;
            split = share(RANK_NS);
            waitedNs = nowNs - startNs;
        }
        assertThat(waitedNs).isGreaterThan(79_000_000);
    }

    @Test
    void shouldSeekAnotherWorkerThatWouldGain() throws InterruptedException {
        pool.close();
        pool = new WorkerPool(options.withWorkers(1, 2), new FakeSource(worker, new ScriptedWorker()), counters);
        members = membersFor(NONE);
        plan = planFor(members);
        pool.start();
        Split split = share(RANK_NS);

        while (pool.workers().size() < 2) {
            assertThat(split).isNotNull();
            bring(split, RANK_NS);
            split = split();
            Thread.sleep(1);
        }
    }

    @Test
    void shouldKeepALoopThatHasNotRunForAsLongAsItsDataTakesToMove() {
        members = membersFor(reading(1_000));
        plan = planFor(members);
        awaitWorker();
        learnThatAnIterationTakes(RANK_NS);
        worker.nsPerIteration = RANK_NS;

        assertStays();
        budget.earn(
                10_000); // twice what a rehearsal of two iterations takes to move, but not what half of the loop does
        assertStays();
        assertThat(worker.writtenBytes).as("rehearsed").isEqualTo(2 * 8_000);
        budget.earn(3_000_000);
        assertThat(split()).isNotNull();
    }

    private void assertStays() {
        for (int i = 0; i < 5; i++) {
            nowNs += 4_000_000;
            assertThat(split()).isNull();
        }
    }

    /** Arguments of a loop each of whose iterations reads so many elements of its own. */
    private static LoopArgument[] reading(int elements) {
        ArrayForm form = ArrayForm.elements(Double.BYTES);
        ArrayStorage storage = ArrayStorage.of(new double[elements * TRIPS], form, Double.BYTES, Columns.all(0));
        LoopArray array = new LoopArray(new TrackedArray(), storage, form);
        return new LoopArgument[] {
            new LoopArgument.OfArray(array, Access.READ, Footprint.affine(elements, 0, elements - 1), true)
        };
    }

    private LoopMembers membersFor(LoopArgument[] arguments) {
        ShippedLoop loop =
                new ShippedLoop(BUNDLE, "Line", arguments, new long[arguments.length], new long[arguments.length]);
        return new LoopMembers(new LoopContext(options, pool, counters), loop, own);
    }

    private LoopPlan planFor(LoopMembers workers) {
        return LoopPlan.of(new LoopContext(options, pool, counters), own, workers, budget, () -> nowNs);
    }

    private void awaitWorker() {
        pool.awaitWorkers(TIMEOUT_NS);
        assertThat(pool.workers()).hasSize(1);
    }

    private void learnThatAnIterationTakes(long ns) {
        own.begin(TRIPS);
        for (int i = 0; i < PARTS_TO_DECIDE; i++) {
            own.observe(0, TRIPS, TRIPS * ns);
        }
    }

    /** Runs on the rank until the loop is shared with a worker that rehearses at such a pace. */
    private Split share(long rehearsalNs) {
        awaitWorker();
        learnThatAnIterationTakes(RANK_NS);
        worker.nsPerIteration = rehearsalNs;
        long endNs = nowNs + TIMEOUT_NS;
        Split split = split();
        while (split == null) {
            assertThat(nowNs).isLessThan(endNs);
            nowNs += 500_000;
            var _ = own.runPiece((_, _) -> LockSupport.parkNanos(500_000), 0, 1);
            split = split();
        }
        return split;
    }

    /** Splits a range that is another each time, so that no decision is held. */
    private Split split() {
        runs++;
        members.follow();
        return plan.split(0, TRIPS - runs % 2);
    }

    /** The worker brings its part, and says that it took so long. */
    private void bring(Split split, long ns) {
        worker.nsPerIteration = ns;
        LoopOnWorker member = plan.workers().getFirst();
        RemotePart part = member.part();
        int lo = split.workerLo(0);
        int hi = split.workerHi(0);
        part.begin(lo, hi, member.expectedNs(lo, hi), TIMEOUT_NS);
        while (!part.isFinished()) {
            assertThat(part.pump()).isTrue();
        }
        member.observe();
    }
}
