package org.rfaas.executor;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.rfaas.function.FunctionBundle;
import org.rfaas.function.FunctionKey;
import org.rfaas.function.RemoteFunction;

/** Functions of an executor, shared by its workers: loaded once, numbered in the order they came. Thread-safe. */
final class FunctionTable {
    private final Map<FunctionKey, Integer> indexes = new HashMap<>();
    private final List<Class<? extends RemoteFunction>> types = new ArrayList<>();

    /** Number of a bundle that is loaded. */
    synchronized OptionalInt indexOf(FunctionKey key) {
        Integer index = indexes.get(key);
        return index == null ? OptionalInt.empty() : OptionalInt.of(index);
    }

    synchronized Optional<Class<? extends RemoteFunction>> find(int index) {
        return index >= 0 && index < types.size() ? Optional.of(types.get(index)) : Optional.empty();
    }

    /**
     * Loads a bundle.
     *
     * @return its number
     * @throws IllegalArgumentException when its main class is no usable {@link RemoteFunction}
     */
    synchronized int install(FunctionBundle bundle) {
        Integer known = indexes.get(bundle.key());
        if (known != null) {
            return known;
        }
        Class<? extends RemoteFunction> type = load(bundle);
        types.add(type);
        indexes.put(bundle.key(), types.size() - 1);
        return types.size() - 1;
    }

    private static Class<? extends RemoteFunction> load(FunctionBundle bundle) {
        try {
            Class<? extends RemoteFunction> type =
                    new BundleLoader(bundle).loadClass(bundle.mainClass()).asSubclass(RemoteFunction.class);
            instantiate(type); // fails here, with its reason, rather than at the first invocation
            return type;
        } catch (ClassNotFoundException | LinkageError | ClassCastException e) {
            throw new IllegalArgumentException("cannot load function " + bundle.mainClass() + ": " + e, e);
        }
    }

    static RemoteFunction instantiate(Class<? extends RemoteFunction> type) {
        try {
            Constructor<? extends RemoteFunction> constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            return constructor.newInstance();
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(type.getName() + "'s constructor threw " + e.getCause(), e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(
                    type.getName() + " needs a constructor without arguments and must not be abstract", e);
        }
    }
}
