package org.rfaas.offload.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.rfaas.function.FunctionBundle;
import org.rfaas.offload.kernel.WovenFunction;
import org.rfaas.offload.plan.Split;
import org.rfaas.offload.pool.RemoteWorker;
import org.rfaas.offload.report.Counters;
import org.rfaas.offload.report.OffloadReport;
import org.rfaas.offload.runtime.BoundLoop;
import org.rfaas.offload.worker.FakeWorker;
import org.rfaas.offload.woven.KernelCode;
import org.rfaas.offload.woven.WovenLoop;

/**
 * Runs of a loop by the rank and workers in this process. A millisecond an iteration is what all are thought to take; in
 * truth they are as fast as a test lets them be.
 */
final class TeamRun {
    private static final long THOUGHT_NS = 1_000_000;
    private static final long TIMEOUT_NS = 10_000_000_000L;

    private final Counters counters = new Counters();
    private final BoundLoop loop;
    private boolean isPaceKnown = true;
    private boolean isDescending;

    /** @param results what those of the loop start with */
    TeamRun(WovenLoop loop, Object[] references, long[] scalars, int trips, long... results) {
        this.loop = new BoundLoop(loop, references, scalars, trips, results);
    }

    /** Nobody has any idea how long an iteration takes. */
    TeamRun neverTimed() {
        isPaceKnown = false;
        return this;
    }

    /** The loop counts down: its last iterations come first in the source. */
    TeamRun descending() {
        isDescending = true;
        return this;
    }

    /** What the rank does with a range. */
    void compute(int lo, int hi) {
        loop.compute(lo, hi);
    }

    /**
     * Runs it, and sees that each iteration was somebody's once.
     *
     * @param local ends in {@link #compute}
     */
    void run(Split split, LocalRange local, boolean mayShift, FakeWorker... workers) {
        run(1, split, local, mayShift, workers);
    }

    /** As that, so many times. */
    void run(int times, Split split, LocalRange local, boolean mayShift, FakeWorker... workers) {
        ShippedLoop shipped = shipped(loop);
        int trips = split.hi();
        OwnExecution own = new OwnExecution(counters, isDescending, System::nanoTime);
        own.begin(trips);
        if (isPaceKnown) {
            own.observe(0, 1, THOUGHT_NS);
        }
        List<LoopOnWorker> members = new ArrayList<>();
        for (FakeWorker worker : workers) {
            RemoteWorker remote = new RemoteWorker("1." + members.size(), worker, counters);
            members.add(new LoopOnWorker(remote, new RemotePart(remote, shipped, own, counters), own));
        }
        TransferBudget budget = new TransferBudget();
        budget.earn(THOUGHT_NS * trips * times);
        LoopTeam team = new LoopTeam(loop.descriptor().name(), counters, own, budget, mayShift);
        for (int time = 0; time < times; time++) {
            team.run(local, split, members, TIMEOUT_NS);
        }
        OffloadReport report = report();
        assertThat(report.iterationsLocal() + report.iterationsRemote() + report.iterationsRecomputed())
                .isEqualTo((long) times * trips);
    }

    /** A loop as its workers get it. */
    static ShippedLoop shipped(BoundLoop loop) {
        KernelCode kernel = loop.descriptor().kernel();
        FunctionBundle bundle = FunctionBundle.of(WovenFunction.class).with(kernel.className(), kernel.classBytes());
        return new ShippedLoop(bundle, kernel.className(), loop.arguments(), loop.scalars(), loop.results());
    }

    /** What became of its iterations so far. */
    OffloadReport report() {
        return counters.report(0, 0, 0, 0);
    }

    /** Raw bits of what the loop's results have become. */
    long[] results() {
        return loop.results().clone();
    }
}
