package org.rfaas.offload.woven;

/**
 * An array that a loop uses.
 *
 * @param name as in the source, for messages
 * @param type of its elements
 * @param isRows whether it is an array of arrays, {@code T[][]}; then all that is said of its elements is said of its rows
 * @param isStable whether workers may keep what they have of it until it is touched
 */
public record ArrayParameter(String name, ElementType type, boolean isRows, boolean isStable) {
    /** Longer rows do not travel. */
    public static final int MAX_ROW_BYTES = 1 << 30;
}
