package org.rfaas.offload.kernel;

import org.rfaas.offload.woven.RemoteBody;

/** Runs a body in the form that a test chooses, not the one that is faster. */
public final class BodyForms {
    private BodyForms() {}

    public static void runOnBuffers(
            RemoteBody body, Windows windows, long[] scalars, long[] results, int start, int from, int to) {
        body.runOnBuffers(
                new WindowBuffers(body.elementTypes()).over(windows),
                windows.origins,
                windows.rowLengths,
                scalars,
                results,
                start,
                from,
                to);
    }

    /**
     * In tiles as small as a test likes, but over buffers before the iteration {@code cut}.
     *
     * @return false, and nothing was run, if the windows do not fit arrays
     */
    public static boolean runOnTiles(
            RemoteBody body,
            long tileBytes,
            Windows windows,
            long[] scalars,
            long[] results,
            int start,
            int from,
            int cut,
            int to) {
        Tiles tiles = new Tiles(body, tileBytes);
        if (!tiles.fit(windows, from, to)) {
            return false;
        }
        if (from < cut) {
            runOnBuffers(body, windows, scalars, results, start, from, cut);
        }
        tiles.run(scalars, results, start, cut, to);
        return true;
    }
}
