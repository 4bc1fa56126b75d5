package org.rfaas.offload.pool;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.rfaas.function.FunctionBundle;
import org.rfaas.function.FunctionKey;
import org.rfaas.offload.array.Residences;
import org.rfaas.offload.plan.TransferPace;
import org.rfaas.offload.report.Counters;
import org.rfaas.offload.worker.KernelPort;
import org.rfaas.offload.worker.WorkerPort;

/** A leased worker and what the rank has put there. Used by the rank's thread, except for {@link #isLost}. */
public final class RemoteWorker {
    private final String name;
    private final WorkerPort port;
    private final Map<FunctionKey, KernelPort> kernels = new HashMap<>();
    private final Residences residences;
    private final TransferPace transferPace = new TransferPace();
    private @Nullable BooleanSupplier rehearsal;
    private volatile boolean isLost;

    /**
     * A worker on which nothing has been put.
     *
     * @param name for people
     */
    public RemoteWorker(String name, WorkerPort port, Counters counters) {
        this.name = name;
        this.port = port;
        this.residences = new Residences(port, counters);
    }

    /** The way to it. */
    public WorkerPort port() {
        return port;
    }

    /** What it has of the rank's arrays. */
    public Residences residences() {
        return residences;
    }

    /** What bringing data there takes. */
    public TransferPace transferPace() {
        return transferPace;
    }

    /** Any thread. */
    public boolean isLost() {
        return isLost;
    }

    /**
     * A rehearsal has been sent.
     *
     * @param attend looks after it, without blocking, and says whether it has ended
     */
    public void noteRehearsal(BooleanSupplier attend) {
        rehearsal = attend;
    }

    /**
     * Looks after the rehearsal that is going on, if there is one; the worker may turn out to be lost. Never blocks.
     *
     * @return whether the worker is free: while it rehearses, it can do nothing else
     */
    public boolean attend() {
        BooleanSupplier ongoing = rehearsal;
        if (ongoing == null) {
            return true;
        }
        boolean hasEnded = isLost || ongoing.getAsBoolean();
        if (hasEnded) {
            rehearsal = null;
        }
        return hasEnded;
    }

    /** The code on this worker; it is sent once. */
    public KernelPort install(FunctionBundle bundle) {
        KernelPort known = kernels.get(bundle.key());
        if (known == null) {
            known = port.install(bundle);
            kernels.put(bundle.key(), known);
        }
        return known;
    }

    /** Marks the worker lost and forgets what it held; called once the rank does not use it any more. */
    public void lose() {
        isLost = true;
        residences.forget();
    }

    @Override
    public String toString() {
        return name;
    }
}
