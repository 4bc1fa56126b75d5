package org.rfaas.function;

/** What is wrong with code that was to become a function. */
public enum CodeProblem {
    /** Neither a bundle of classes nor a shared library, or a damaged one. */
    MALFORMED,
    /** A shared library for another processor. */
    WRONG_ARCHITECTURE,
    /** The library has no such function. */
    UNKNOWN_SYMBOL,
    /** Something the code needs is not on the node: another library, a symbol, a class. */
    UNRESOLVED,
    /** The code is there but cannot be used as a function. */
    UNUSABLE,
    /** More bytes than the node takes. */
    TOO_LARGE
}
