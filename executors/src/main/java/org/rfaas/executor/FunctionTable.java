package org.rfaas.executor;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.rfaas.function.FunctionKey;
import org.rfaas.function.NativeLibrary;
import org.rfaas.function.RemoteFunction;

/**
 * Functions of an executor, shared by its workers: code is loaded once, functions are numbered in the order they came.
 * Thread-safe. Readers never block, because loading runs client code for an unbounded time. Loads exclude each other.
 */
final class FunctionTable {
    /** Loading code takes its time where a function need not; but constructors of a library may loop, too. */
    private static final long SYSTEM_FUNCTION_NS = TimeUnit.SECONDS.toNanos(30);

    private record Function(FunctionKey key, String entry, long deadlineNs) {
        /** Not by a record's own equals, which the JVM generates at its first use: that costs a fresh executor time. */
        boolean is(FunctionKey otherKey, String otherEntry, long otherDeadlineNs) {
            return key.equals(otherKey) && entry.equals(otherEntry) && deadlineNs == otherDeadlineNs;
        }
    }

    private final ManagerPort manager;
    private final long deadlineNs;

    private final Map<FunctionKey, LoadedCode> code = new ConcurrentHashMap<>();
    private final Object loading = new Object();
    private final List<Function> functions = new CopyOnWriteArrayList<>();

    /**
     * @param deadlineNs of the lease: the longest a function may run, {@link Long#MAX_VALUE} for ever
     */
    FunctionTable(ManagerPort manager, long deadlineNs) {
        this.manager = manager;
        this.deadlineNs = deadlineNs;
    }

    /** What a function is called, for messages. */
    String describe(int index) {
        if (isUnknown(index)) {
            return "system function " + index;
        }
        Function function = functions.get(index);
        return "function " + (function.entry().isEmpty() ? "" : "'" + function.entry() + "' ") + "of " + function.key();
    }

    /** How long a function may run; also of a system function, where the index is below 0. */
    long deadlineNs(int index) {
        return isUnknown(index)
                ? Math.max(deadlineNs, SYSTEM_FUNCTION_NS)
                : functions.get(index).deadlineNs();
    }

    /**
     * Number of a function whose code is loaded; empty when it is not. Of one entry there are as many functions as deadlines.
     *
     * @param ownDeadlineNs how long it may run, if that is less than what the lease permits
     * @throws org.rfaas.function.FunctionCodeException when the code has no such function
     */
    OptionalInt indexOf(FunctionKey key, String entry, long ownDeadlineNs) {
        long ownNs = Math.min(ownDeadlineNs, deadlineNs);
        OptionalInt known = find(key, entry, ownNs);
        if (known.isPresent()) {
            return known;
        }
        LoadedCode loaded = code.get(key);
        if (loaded == null) {
            return OptionalInt.empty();
        }
        // fails here, with its reason, rather than at the first invocation
        loaded.instantiate(entry);
        return OptionalInt.of(add(key, entry, ownNs));
    }

    /** Number of a function, a new one unless another worker has added it meanwhile. */
    private synchronized int add(FunctionKey key, String entry, long ownNs) {
        OptionalInt known = find(key, entry, ownNs);
        if (known.isPresent()) {
            return known.getAsInt();
        }
        functions.add(new Function(key, entry, ownNs));
        return functions.size() - 1;
    }

    private OptionalInt find(FunctionKey key, String entry, long ownNs) {
        for (int i = 0; i < functions.size(); i++) {
            if (functions.get(i).is(key, entry, ownNs)) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }

    /** A new instance of a function; empty when there is none of that number. */
    Optional<RemoteFunction> instantiate(int index) {
        if (isUnknown(index)) {
            return Optional.empty();
        }
        Function function = functions.get(index);
        LoadedCode loaded = code.get(function.key());
        return Optional.ofNullable(loaded).map(known -> known.instantiate(function.entry()));
    }

    private boolean isUnknown(int index) {
        return index < 0 || index >= functions.size();
    }

    /**
     * Loads code that the client sent, if it is not loaded.
     *
     * @return whether it was not
     * @throws org.rfaas.function.FunctionCodeException when it is not what its key says, or cannot be loaded
     */
    boolean load(FunctionKey key, byte[] encoded) {
        synchronized (loading) {
            boolean isNew = !code.containsKey(key);
            if (isNew) {
                define(key, encoded);
            }
            return isNew;
        }
    }

    /** Like {@link #load}, and offers what was not loaded to the node. */
    void loadForAll(FunctionKey key, byte[] encoded) {
        if (load(key, encoded)) {
            manager.offer(key, encoded);
        }
    }

    /** Loads code that the node has; nothing happens when it has none, or it is loaded already. */
    void loadFromNode(FunctionKey key) {
        if (!code.containsKey(key)) {
            manager.codeOf(key).ifPresent(encoded -> load(key, encoded));
        }
    }

    private void define(FunctionKey key, byte[] encoded) {
        if (NativeLibrary.isLibrary(encoded)) {
            manager.libraryComes();
        }
        code.put(key, LoadedCode.load(key, encoded));
    }
}
