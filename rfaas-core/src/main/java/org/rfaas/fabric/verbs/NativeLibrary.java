package org.rfaas.fabric.verbs;

import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.rfaas.fabric.FabricException;

/**
 * A library of the system, if this machine has it.
 *
 * @param <F> record of its functions
 */
final class NativeLibrary<F> {
    private final @Nullable F functions;
    private final String cause;

    private NativeLibrary(@Nullable F functions, String cause) {
        this.functions = functions;
        this.cause = cause;
    }

    /**
     * Loads it, for as long as this JVM lives.
     *
     * @param file as the dynamic linker knows it
     * @param packages which to install where it is missing
     */
    static <F> NativeLibrary<F> load(String file, String packages, Function<SymbolLookup, F> functions) {
        try {
            return new NativeLibrary<>(functions.apply(SymbolLookup.libraryLookup(file, Arena.global())), "");
        } catch (IllegalArgumentException | NoSuchElementException | IllegalCallerException e) {
            return new NativeLibrary<>(
                    null,
                    "cannot load " + file + " (" + e.getMessage() + "); install rdma-core: " + packages + " on Debian");
        }
    }

    /** Why it cannot be used, with the remedy; empty if it can. */
    Optional<String> missing() {
        return functions == null ? Optional.of(cause) : Optional.empty();
    }

    /**
     * Its functions.
     *
     * @throws FabricException when it cannot be used
     */
    F functions() {
        if (functions == null) {
            throw new FabricException(cause);
        }
        return functions;
    }
}
