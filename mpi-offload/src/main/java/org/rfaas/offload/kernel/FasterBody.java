package org.rfaas.offload.kernel;

import java.nio.Buffer;
import org.rfaas.offload.woven.WovenBody;

/**
 * Runs a loop's body in whichever of two forms has been faster: over buffers, straight on the windows, or over arrays that
 * the windows are copied to and from. Which one it is depends on what the compiler makes of the loop and on how often it
 * comes back to an element, so both are timed, copying included, and the slower one is tried again now and then. Either runs
 * in pieces, see {@link FormPace#piece}.
 *
 * <p>One thread. Windows too large for arrays, see {@link Tiles#MAX_BYTES}, are never copied; those of more than 2 GiB have no
 * buffers, and the body runs on them as they are.
 */
public final class FasterBody {
    private final WovenBody body;
    private final WindowBuffers buffers;
    private final Tiles tiles;
    private final FormPace bufferForm = new FormPace();
    private final FormPace arrayForm = new FormPace();

    public FasterBody(WovenBody body) {
        this.body = body;
        this.buffers = new WindowBuffers(body.elementTypes());
        this.tiles = new Tiles(body, Tiles.TILE_BYTES);
    }

    /** Like {@link org.rfaas.offload.woven.RemoteBody#run}. */
    public void run(Windows windows, long[] scalars, long[] results, int start, int from, int to) {
        if (!windows.fitBuffers()) {
            windows.bring();
            body.run(windows.memory, windows.origins, windows.rowLengths, scalars, results, start, from, to);
            return;
        }
        if (from >= to) {
            return;
        }
        FormPace form = tiles.fit(windows, from, to) ? FormPace.next(bufferForm, arrayForm) : bufferForm;
        int piece = form.piece(from, to);
        long startNs = System.nanoTime();
        if (form.equals(bufferForm)) {
            runOnBuffers(windows, scalars, results, start, from, to, piece);
        } else {
            tiles.run(windows, scalars, results, start, from, to, piece);
        }
        form.observe(System.nanoTime() - startNs, (long) to - from, piece);
    }

    private void runOnBuffers(Windows windows, long[] scalars, long[] results, int start, int from, int to, int piece) {
        windows.bring();
        Buffer[] over = buffers.over(windows);
        int end = from;
        while (end < to) {
            int first = end;
            end = to - first > piece ? first + piece : to;
            body.runOnBuffers(over, windows.origins, windows.rowLengths, scalars, results, start, first, end);
        }
    }
}
