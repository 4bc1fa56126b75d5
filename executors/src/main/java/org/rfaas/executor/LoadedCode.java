package org.rfaas.executor;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import org.rfaas.executor.library.LoadedLibrary;
import org.rfaas.function.CodeProblem;
import org.rfaas.function.FunctionBundle;
import org.rfaas.function.FunctionCodeException;
import org.rfaas.function.FunctionKey;
import org.rfaas.function.NativeLibrary;
import org.rfaas.function.RemoteFunction;

/** Code that this process has loaded. */
sealed interface LoadedCode {
    /**
     * An instance of one of its functions.
     *
     * @param entry which; empty for a bundle
     * @throws FunctionCodeException when there is none of that name, or its constructor does not work
     */
    RemoteFunction instantiate(String entry);

    /** Classes of a bundle; each instance is its worker's own. */
    record Classes(Class<? extends RemoteFunction> type) implements LoadedCode {
        @Override
        public RemoteFunction instantiate(String entry) {
            if (!entry.isEmpty()) {
                throw new FunctionCodeException(
                        CodeProblem.UNKNOWN_SYMBOL, "a bundle is one function and has no '" + entry + "'");
            }
            try {
                Constructor<? extends RemoteFunction> constructor = type.getDeclaredConstructor();
                constructor.setAccessible(true);
                return constructor.newInstance();
            } catch (InvocationTargetException e) {
                throw unusable(type.getName() + "'s constructor threw " + e.getCause(), e);
            } catch (LinkageError e) {
                throw new FunctionCodeException(CodeProblem.UNRESOLVED, "cannot run " + type.getName() + ": " + e, e);
            } catch (ReflectiveOperationException e) {
                throw unusable(type.getName() + " needs a constructor without arguments and must not be abstract", e);
            }
        }

        private static FunctionCodeException unusable(String why, Exception cause) {
            return new FunctionCodeException(CodeProblem.UNUSABLE, why, cause);
        }
    }

    /** A shared library. */
    record Library(LoadedLibrary library) implements LoadedCode {
        @Override
        public RemoteFunction instantiate(String entry) {
            return library.function(entry);
        }
    }

    /**
     * Loads code that came from a peer.
     *
     * @throws FunctionCodeException when it is not what its key says, or cannot be loaded
     */
    static LoadedCode load(FunctionKey key, byte[] encoded) {
        if (NativeLibrary.isLibrary(encoded)) {
            NativeLibrary library = NativeLibrary.of(encoded);
            require(key, library.key());
            return new Library(LoadedLibrary.load(library));
        }
        FunctionBundle bundle = FunctionBundle.decode(encoded);
        require(key, bundle.key());
        return new Classes(define(bundle));
    }

    /** By the digest that decoding has taken: in a fresh executor another one takes its time. */
    private static void require(FunctionKey named, FunctionKey actual) {
        if (!actual.equals(named)) {
            throw new FunctionCodeException(CodeProblem.MALFORMED, "code " + actual + " was sent as " + named);
        }
    }

    private static Class<? extends RemoteFunction> define(FunctionBundle bundle) {
        try {
            return new BundleLoader(bundle).loadClass(bundle.mainClass()).asSubclass(RemoteFunction.class);
        } catch (ClassNotFoundException | LinkageError e) {
            throw new FunctionCodeException(
                    CodeProblem.UNRESOLVED, "cannot load function " + bundle.mainClass() + ": " + e, e);
        } catch (ClassCastException e) {
            throw new FunctionCodeException(
                    CodeProblem.UNUSABLE, bundle.mainClass() + " does not implement RemoteFunction", e);
        }
    }
}
