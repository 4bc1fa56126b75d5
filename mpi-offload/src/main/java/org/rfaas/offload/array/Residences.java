package org.rfaas.offload.array;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.HashMap;
import java.util.Map;
import org.rfaas.offload.report.Counters;
import org.rfaas.offload.worker.WorkerPort;

/** A worker's copies of the rank's arrays; each goes with its array. Used by the rank's thread. */
public final class Residences {
    private final WorkerPort worker;
    private final Counters counters;
    private final Map<Long, Residence> byArray = new HashMap<>();
    private final ReferenceQueue<TrackedArray> collected = new ReferenceQueue<>();

    /** No copies yet. */
    public Residences(WorkerPort worker, Counters counters) {
        this.worker = worker;
        this.counters = counters;
    }

    /** The copy of an array, at first an empty one. */
    public Residence of(LoopArray array) {
        Residence known = byArray.get(array.tracked().id());
        if (known == null) {
            known = new Residence(array, collected, this, worker, counters);
            byArray.put(array.tracked().id(), known);
        }
        return known;
    }

    /** Of what has been {@link Residence#need asked for}, nothing is needed any more. */
    public void needNothing() {
        byArray.values().forEach(Residence::needsNothing);
    }

    /** Frees the copies of which nothing is {@link Residence#need needed}. */
    void releaseUnneeded() {
        byArray.values().forEach(Residence::releaseUnneeded);
    }

    /** Frees the copies of arrays that the rank has dropped. */
    public void releaseCollected() {
        for (Reference<?> dead = collected.poll(); dead != null; dead = collected.poll()) {
            if (dead instanceof Residence residence && byArray.remove(residence.arrayId(), residence)) {
                residence.release();
            }
        }
    }

    /** The worker is gone, and all copies with it. */
    public void forget() {
        byArray.values().forEach(Residence::forget);
        byArray.clear();
    }
}
