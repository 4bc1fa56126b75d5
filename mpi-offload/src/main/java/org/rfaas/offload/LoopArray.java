package org.rfaas.offload;

import org.rfaas.offload.kernel.ArrayForm;

/**
 * An array as a loop moves it.
 *
 * @param tracked what copies on workers belong to
 * @param storage where the rank has it
 */
record LoopArray(TrackedArray tracked, ArrayStorage storage, ArrayForm form) {
    /** Number of units: elements, or rows. */
    long length() {
        return storage.length();
    }

    int unitBytes() {
        return form.unitBytes();
    }
}
