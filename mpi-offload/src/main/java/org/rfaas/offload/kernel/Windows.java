package org.rfaas.offload.kernel;

import java.lang.foreign.MemorySegment;

/** What the uses of a loop see of their arrays in one invocation; each has one entry a use. */
public final class Windows {
    final MemorySegment[] memory;
    final long[] origins;
    final int[] rowLengths;
    final int[] steps;
    final boolean[] isRead;

    /** For so many uses, each to be {@link #set}. */
    public Windows(int uses) {
        memory = new MemorySegment[uses];
        origins = new long[uses];
        rowLengths = new int[uses];
        steps = new int[uses];
        isRead = new boolean[uses];
    }

    /**
     * Sets one.
     *
     * @param window elements, or rows one after the other
     * @param origin which element, or row, of the array it begins with
     * @param rowLength elements a row, 0 when it is no array of rows
     * @param step elements, or rows, from what an iteration touches to what the next one does; 0 when the window does not
     *     move along
     * @param isRead whether what is in it matters before the body writes
     */
    public void set(int use, MemorySegment window, long origin, int rowLength, int step, boolean isRead) {
        memory[use] = window;
        origins[use] = origin;
        rowLengths[use] = rowLength;
        steps[use] = step;
        this.isRead[use] = isRead;
    }

    /** Whether all windows are short enough for buffers. */
    boolean fitBuffers() {
        for (MemorySegment window : memory) {
            if (window.byteSize() > Integer.MAX_VALUE) {
                return false;
            }
        }
        return true;
    }
}
