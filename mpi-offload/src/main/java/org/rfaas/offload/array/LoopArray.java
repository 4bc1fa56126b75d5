package org.rfaas.offload.array;

import org.rfaas.offload.kernel.ArrayForm;

/**
 * An array as a loop moves it.
 *
 * @param tracked what copies on workers belong to
 * @param storage where the rank has it
 */
public record LoopArray(TrackedArray tracked, ArrayStorage storage, ArrayForm form) {
    /** Number of units: elements, or rows. */
    public long length() {
        return storage.length();
    }

    /** Bytes of each. */
    public int unitBytes() {
        return form.unitBytes();
    }
}
