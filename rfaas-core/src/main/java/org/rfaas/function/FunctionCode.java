package org.rfaas.function;

/** A function as it is shipped: code, and where in it the function begins. */
public sealed interface FunctionCode permits FunctionBundle, NativeFunction {
    /** Identity of {@link #encoded}. */
    FunctionKey key();

    /** The code in the form that travels. */
    byte[] encoded();

    /** Length of {@link #encoded}, which copies. */
    int encodedBytes();

    /** Which function of the code; empty where it can only be one. */
    String entry();
}
