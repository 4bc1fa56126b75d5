package org.rfaas.offload.kernel;

import java.lang.foreign.MemorySegment;
import org.rfaas.offload.woven.ArrayBody;
import org.rfaas.offload.woven.RemoteBody;

/**
 * Runs a loop's body in whichever of its two forms has been faster: straight over memory, or over arrays that the windows
 * are copied to and from. Which one it is depends on what the compiler makes of the loop and on how often it comes back to
 * an element, so both are timed, copying included, and the slower one is tried again now and then.
 *
 * <p>One thread. Windows of more than {@value WindowArrays#MAX_BYTES} bytes together are never copied.
 */
public final class FasterBody implements RemoteBody {
    /** What each form gets at first, so that it is compiled before it is judged. */
    private static final long WARM_UP_NS = 20_000_000;

    /** Of the time since, the slower form gets one part in so many. */
    private static final long RARELY = 50;

    private final RemoteBody inMemory;
    private final ArrayBody onArrays;
    private final WindowArrays arrays;
    private final Form memoryForm = new Form();
    private final Form arrayForm = new Form();

    public FasterBody(RemoteBody inMemory, ArrayBody onArrays) {
        this.inMemory = inMemory;
        this.onArrays = onArrays;
        this.arrays = new WindowArrays(onArrays.elementTypes());
    }

    /** What is known of a form. */
    private static final class Form {
        /** One disturbed run does not count, a lasting change does after some. */
        private static final double FORGETTING = 1.05;

        private double nsPerIteration = Double.MAX_VALUE / FORGETTING;
        private long spentNs;

        void observe(long ns, long iterations) {
            spentNs += ns;
            nsPerIteration = Math.min((double) ns / iterations, FORGETTING * nsPerIteration);
        }
    }

    @Override
    public void run(
            MemorySegment[] windows,
            long[] origins,
            int[] rowLengths,
            long[] scalars,
            long[] results,
            int start,
            int from,
            int to) {
        if (from >= to || !WindowArrays.mayHold(windows)) {
            inMemory.run(windows, origins, rowLengths, scalars, results, start, from, to);
            return;
        }
        Form form = next();
        long startNs = System.nanoTime();
        if (form.equals(memoryForm)) {
            inMemory.run(windows, origins, rowLengths, scalars, results, start, from, to);
        } else {
            Object[] copies = arrays.copyIn(windows);
            onArrays.run(copies, origins, rowLengths, scalars, results, start, from, to);
            arrays.copyOut(windows, onArrays.written());
        }
        form.observe(System.nanoTime() - startNs, (long) to - from);
    }

    private Form next() {
        boolean isMemoryFaster = memoryForm.nsPerIteration <= arrayForm.nsPerIteration;
        Form faster = isMemoryFaster ? memoryForm : arrayForm;
        Form slower = isMemoryFaster ? arrayForm : memoryForm;
        if (slower.spentNs < WARM_UP_NS && slower.spentNs <= faster.spentNs) {
            return slower;
        }
        return slower.spentNs < faster.spentNs / RARELY ? slower : faster;
    }
}
