package org.rfaas.apps.harness;

import java.io.PrintWriter;
import java.util.function.Supplier;

/** A line on the terminal that is rewritten as the work goes on. */
public final class Progress {
    private static final long INTERVAL_NS = 200_000_000;

    private final PrintWriter terminal;
    private final boolean isShown;
    private long lastNs;
    private boolean isDirty;

    Progress(PrintWriter terminal, boolean isShown) {
        this.terminal = terminal;
        this.isShown = isShown;
    }

    /** Shows it, unless the last was shown a moment ago. */
    public void show(Supplier<String> text) {
        if (!isShown) {
            return;
        }
        long now = System.nanoTime();
        if (now - lastNs >= INTERVAL_NS) {
            lastNs = now;
            isDirty = true;
            terminal.print("\r\033[K" + text.get() + " ");
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
