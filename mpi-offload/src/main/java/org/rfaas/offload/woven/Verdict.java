package org.rfaas.offload.woven;

/** Why iterations are known to be independent. */
public enum Verdict {
    /** For all values, as long as arrays are not aliased and indices are inside of them, which each call checks. */
    PROVED,
    /** Depends on values; each call checks. */
    GUARDED
}
