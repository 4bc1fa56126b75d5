package org.rfaas.apps.jacobi;

import java.io.PrintWriter;
import java.util.Locale;

/** A line on the terminal that is rewritten as the iteration goes on. */
final class Progress {
    private static final long INTERVAL_NS = 200_000_000;

    private final PrintWriter terminal;
    private final boolean isShown;
    private long lastNs;
    private boolean isDirty;

    Progress(PrintWriter terminal, boolean isShown) {
        this.terminal = terminal;
        this.isShown = isShown;
    }

    void show(int iteration, double residual) {
        if (!isShown) {
            return;
        }
        long now = System.nanoTime();
        if (now - lastNs >= INTERVAL_NS) {
            lastNs = now;
            isDirty = true;
            terminal.printf(Locale.ROOT, "\riteration %d, residual %.3e ", iteration, residual);
            terminal.flush();
        }
    }

    /** Leaves an empty line behind. */
    void clear() {
        if (isDirty) {
            isDirty = false;
            terminal.print("\r\033[K");
            terminal.flush();
        }
    }
}
