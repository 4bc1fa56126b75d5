package org.rfaas.fabric;

/** Answer of the data path to posted work. */
public enum PostResult {
    /** Accepted; the outcome arrives as a completion. */
    POSTED,
    /** No room now; poll the completion queue and try again. */
    WOULD_BLOCK
}
