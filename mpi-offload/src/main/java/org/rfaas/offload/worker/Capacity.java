package org.rfaas.offload.worker;

/**
 * What could be leased, in all.
 *
 * @param version another whenever something has moved
 * @param freeCores 0 or more
 */
public record Capacity(long version, long freeCores) {}
