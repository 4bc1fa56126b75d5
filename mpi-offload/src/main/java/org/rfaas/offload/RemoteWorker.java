package org.rfaas.offload;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rfaas.function.FunctionBundle;
import org.rfaas.function.FunctionKey;
import org.rfaas.offload.worker.KernelPort;
import org.rfaas.offload.worker.WorkerPort;

/** A leased worker and what the rank has put there. Used by the rank's thread, except for {@link #isLost}. */
final class RemoteWorker {
    private final String name;
    private final WorkerPort port;
    private final Counters counters;
    private final Map<FunctionKey, KernelPort> kernels = new HashMap<>();
    private final Map<Long, Residence> residences = new HashMap<>();
    private final ReferenceQueue<TrackedArray> collected = new ReferenceQueue<>();
    private @Nullable Rehearsals rehearsing;
    private volatile boolean isLost;

    RemoteWorker(String name, WorkerPort port, Counters counters) {
        this.name = name;
        this.port = port;
        this.counters = counters;
    }

    WorkerPort port() {
        return port;
    }

    boolean isLost() {
        return isLost;
    }

    /** A rehearsal of these has been sent. */
    void noteRehearsal(Rehearsals rehearsals) {
        rehearsing = rehearsals;
    }

    /** Whether a rehearsal is going on; then nothing else can. Never blocks. */
    boolean isBusy() {
        Rehearsals going = rehearsing;
        if (going == null) {
            return false;
        }
        if (isLost || going.hasEnded()) {
            rehearsing = null;
        }
        return rehearsing != null;
    }

    KernelPort install(FunctionBundle bundle) {
        KernelPort known = kernels.get(bundle.key());
        if (known == null) {
            known = port.install(bundle);
            kernels.put(bundle.key(), known);
        }
        return known;
    }

    /** This worker's copy of an array, at first an empty one. */
    Residence residence(LoopArray array) {
        Residence known = residences.get(array.tracked().id());
        if (known == null) {
            known = new Residence(array, collected, port, counters);
            residences.put(array.tracked().id(), known);
        }
        return known;
    }

    /** Of what a part has {@link Residence#need asked for}, nothing is needed any more. */
    void needsNothing() {
        residences.values().forEach(Residence::needsNothing);
    }

    /** From now on nothing there counts; called once the rank does not use it any more. */
    void lose() {
        isLost = true;
        residences.values().forEach(Residence::forget);
        residences.clear();
    }

    /** Frees the copies of arrays that the rank has dropped. */
    void releaseCollected() {
        for (Reference<?> dead = collected.poll(); dead != null; dead = collected.poll()) {
            if (dead instanceof Residence residence && residences.remove(residence.arrayId(), residence)) {
                residence.release();
            }
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
