package org.rfaas.executor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.rfaas.function.FunctionKey;
import org.rfaas.function.NativeLibrary;
import org.rfaas.function.RemoteFunction;

/**
 * Functions of an executor, shared by its workers: code is loaded once, functions are numbered in the order they came.
 * Thread-safe.
 */
final class FunctionTable {
    private record Function(FunctionKey key, String entry) {}

    private final ManagerPort manager;

    private final Map<FunctionKey, LoadedCode> code = new HashMap<>();
    private final Map<Function, Integer> indexes = new HashMap<>();
    private final List<Function> functions = new ArrayList<>();

    FunctionTable(ManagerPort manager) {
        this.manager = manager;
    }

    /** What a function is called, for messages. */
    synchronized String describe(int index) {
        if (index < 0 || index >= functions.size()) {
            return "system function " + index;
        }
        Function function = functions.get(index);
        return "function " + (function.entry().isEmpty() ? "" : "'" + function.entry() + "' ") + "of " + function.key();
    }

    /**
     * Number of a function whose code is loaded; empty when it is not.
     *
     * @throws org.rfaas.function.FunctionCodeException when the code has no such function
     */
    synchronized OptionalInt indexOf(FunctionKey key, String entry) {
        Function function = new Function(key, entry);
        Integer known = indexes.get(function);
        if (known != null) {
            return OptionalInt.of(known);
        }
        LoadedCode loaded = code.get(key);
        if (loaded == null) {
            return OptionalInt.empty();
        }
        // fails here, with its reason, rather than at the first invocation
        loaded.instantiate(entry);
        functions.add(function);
        indexes.put(function, functions.size() - 1);
        return OptionalInt.of(functions.size() - 1);
    }

    /** A new instance of a function; empty when there is none of that number. */
    synchronized Optional<RemoteFunction> instantiate(int index) {
        if (index < 0 || index >= functions.size()) {
            return Optional.empty();
        }
        Function function = functions.get(index);
        LoadedCode loaded = code.get(function.key());
        return Optional.ofNullable(loaded).map(known -> known.instantiate(function.entry()));
    }

    /**
     * Loads code that the client sent, if it is not loaded, and offers it to the node.
     *
     * @throws org.rfaas.function.FunctionCodeException when it is not what its key says, or cannot be loaded
     */
    synchronized void load(FunctionKey key, byte[] encoded) {
        if (!code.containsKey(key)) {
            define(key, encoded);
            manager.offer(key, encoded);
        }
    }

    /** Loads code that the node has; nothing happens when it has none, or it is loaded already. */
    synchronized void loadFromNode(FunctionKey key) {
        if (!code.containsKey(key)) {
            manager.codeOf(key).ifPresent(encoded -> define(key, encoded));
        }
    }

    private void define(FunctionKey key, byte[] encoded) {
        if (NativeLibrary.isLibrary(encoded)) {
            manager.libraryComes();
        }
        code.put(key, LoadedCode.load(key, encoded));
    }
}
