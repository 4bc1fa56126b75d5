package org.rfaas.offload.cluster;

import java.util.ArrayList;
import java.util.List;
import org.rfaas.client.InstalledFunction;
import org.rfaas.client.Worker;
import org.rfaas.function.FunctionBundle;
import org.rfaas.offload.worker.KernelPort;
import org.rfaas.offload.worker.ResidentPort;
import org.rfaas.offload.worker.SlotPort;
import org.rfaas.offload.worker.WorkerPort;

/** A worker of an executor. */
final class LeasedWorker implements WorkerPort {
    /** A function of this worker. */
    record Kernel(InstalledFunction function) implements KernelPort {}

    private final Worker worker;
    private final ExecutorCalls executor;
    private final List<SlotPort> slots = new ArrayList<>();

    private LeasedWorker(Worker worker, ExecutorCalls executor) {
        this.worker = worker;
        this.executor = executor;
        for (int i = 0; i < worker.slots(); i++) {
            slots.add(new LeasedSlot(worker.slot(i)));
        }
    }

    /** All workers of an executor. */
    static List<WorkerPort> of(List<Worker> workers) {
        ExecutorCalls executor = new ExecutorCalls();
        return workers.stream()
                .map(worker -> (WorkerPort) new LeasedWorker(worker, executor))
                .toList();
    }

    @Override
    public int slots() {
        return slots.size();
    }

    @Override
    public SlotPort slot(int index) {
        return slots.get(index);
    }

    @Override
    public KernelPort install(FunctionBundle bundle) {
        return executor.call(() -> new Kernel(worker.install(bundle)));
    }

    @Override
    public ResidentPort allocate(long bytes) {
        return executor.call(() -> new LeasedBuffer(worker.allocate(bytes), executor));
    }
}
