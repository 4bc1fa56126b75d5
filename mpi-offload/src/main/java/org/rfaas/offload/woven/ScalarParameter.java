package org.rfaas.offload.woven;

/**
 * A scalar that a loop uses and does not change. Scalars travel as raw bits in a {@code long}: integers by value, {@code
 * boolean} as 0 or 1, floating-point numbers as {@link Double#doubleToRawLongBits} or {@link Float#floatToRawIntBits}.
 *
 * @param name as in the source, for messages
 */
public record ScalarParameter(String name, ElementType type) {}
