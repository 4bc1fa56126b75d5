package org.rfaas.apps.harness;

/** How a result compares with what it should be. */
public enum Comparison {
    /** There was nothing to compare with. */
    NONE,
    EQUAL,
    DIFFERENT;

    /** Of results that were compared. */
    public static Comparison of(boolean isEqual) {
        return isEqual ? EQUAL : DIFFERENT;
    }

    /** This one and another of the same result: they are equal if neither found a difference. */
    public Comparison and(Comparison other) {
        return this == NONE || other == DIFFERENT ? other : this;
    }
}
