package org.rfaas.lease;

/** How the leases of one request are laid out. The order is part of the control protocol: append only. */
public enum Placement {
    /** On as few nodes as possible, in the order of the node table, so that other nodes stay whole. */
    PACKED,
    /** Each on another node, beginning where the last such request ended, so that nodes share the load. */
    SPREAD
}
