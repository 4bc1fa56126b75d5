package org.rfaas.offload.kernel;

import org.rfaas.offload.woven.RemoteBody;

/**
 * Runs a loop's body in whichever of two forms has been faster: over buffers, straight on the windows, or over arrays that
 * the windows are copied to and from. Which one it is depends on what the compiler makes of the loop and on how often it
 * comes back to an element, so both are timed, copying included, and the slower one is tried again now and then.
 *
 * <p>One thread. Windows too large for arrays, see {@link Tiles#MAX_BYTES}, are never copied; those of more than 2 GiB have no
 * buffers, and the body runs on them as they are.
 */
public final class FasterBody {
    private final RemoteBody body;
    private final WindowBuffers buffers;
    private final Tiles tiles;
    private final FormPace bufferForm = new FormPace();
    private final FormPace arrayForm = new FormPace();

    public FasterBody(RemoteBody body) {
        this.body = body;
        this.buffers = new WindowBuffers(body.elementTypes());
        this.tiles = new Tiles(body, Tiles.TILE_BYTES);
    }

    /** Like {@link RemoteBody#run}. */
    public void run(Windows windows, long[] scalars, long[] results, int start, int from, int to) {
        if (!windows.fitBuffers()) {
            body.run(windows.memory, windows.origins, windows.rowLengths, scalars, results, start, from, to);
        } else if (from >= to || !tiles.fit(windows, from, to)) {
            runOnBuffers(windows, scalars, results, start, from, to);
        } else {
            FormPace form = FormPace.next(bufferForm, arrayForm);
            FormPace other = form.equals(bufferForm) ? arrayForm : bufferForm;
            int end = form.end(other, from, to);
            runTimed(form, windows, scalars, results, start, from, end);
            if (end < to) {
                runTimed(other, windows, scalars, results, start, end, to);
            }
        }
    }

    /** Runs the iterations {@code [first, end)} of those that the windows are for, and that the tiles were fitted to. */
    private void runTimed(
            FormPace form, Windows windows, long[] scalars, long[] results, int start, int first, int end) {
        long startNs = System.nanoTime();
        if (form.equals(bufferForm)) {
            runOnBuffers(windows, scalars, results, start, first, end);
        } else {
            tiles.run(scalars, results, start, first, end);
        }
        form.observe(System.nanoTime() - startNs, (long) end - first);
    }

    private void runOnBuffers(Windows windows, long[] scalars, long[] results, int start, int from, int to) {
        body.runOnBuffers(
                buffers.over(windows), windows.origins, windows.rowLengths, scalars, results, start, from, to);
    }
}
