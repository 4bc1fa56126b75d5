package org.rfaas.function;

/**
 * A function of a shared library, with the ABI of the original rFaaS: {@code uint32_t f(void* input, uint32_t bytes, void*
 * output)}; it returns the bytes of its output. Input and output are the slots' own memory, 64-byte aligned, and do not
 * overlap.
 *
 * @param library where it is
 * @param symbol its name there; C++ functions need {@code extern "C"}
 */
public record NativeFunction(NativeLibrary library, String symbol) implements FunctionCode {
    /** Longest name: it must fit into the smallest slot. */
    public static final int MAX_SYMBOL_BYTES = 256;

    public NativeFunction {
        library.requireFunction(symbol);
    }

    @Override
    public FunctionKey key() {
        return library.key();
    }

    @Override
    public byte[] encoded() {
        return library.encoded();
    }

    @Override
    public int encodedBytes() {
        return library.encodedBytes();
    }

    @Override
    public String entry() {
        return symbol;
    }
}
