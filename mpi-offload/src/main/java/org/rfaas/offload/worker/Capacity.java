package org.rfaas.offload.worker;

/**
 * What could be leased, in all.
 *
 * @param version of the board: even, and two more whenever something has moved
 * @param freeCores 0 or more
 */
public record Capacity(long version, long freeCores) {}
