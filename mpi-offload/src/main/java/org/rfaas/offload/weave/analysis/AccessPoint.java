package org.rfaas.offload.weave.analysis;

/**
 * A read or a write of a captured array: a copy is both at one position.
 *
 * @param at position in the code
 */
public record AccessPoint(int at, boolean isWrite) {}
