package org.rfaas.executor.library;

import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.rfaas.function.NativeLibrary;
import org.rfaas.function.RemoteFunction;

/**
 * A shared library in this process, until the process ends: nothing tells whether its threads still run. Any thread.
 *
 * <p>A function is looked up once, when it is installed: dlsym(3) waits while another thread is in dlopen(3), which runs the
 * constructors of a library, however long these take.
 */
public final class LoadedLibrary {
    private final NativeLibrary library;
    private final MemorySegment handle;
    private final Map<String, RemoteFunction> functions = new ConcurrentHashMap<>();

    private LoadedLibrary(NativeLibrary library, MemorySegment handle) {
        this.library = library;
        this.handle = handle;
    }

    /**
     * Loads a library and runs its constructors. Equal names of functions in several libraries do not meet.
     *
     * @throws org.rfaas.function.FunctionCodeException when it is for another processor, or needs what is not here
     */
    public static LoadedLibrary load(NativeLibrary library) {
        library.requireArchitecture(System.getProperty("os.arch", ""));
        return new LoadedLibrary(library, DynamicLinker.open("rfaas-" + library.key(), library.encoded()));
    }

    /**
     * One of its functions. All workers may share it: it keeps nothing of an invocation.
     *
     * @throws org.rfaas.function.FunctionCodeException when it exports no such function; the message names those it does
     */
    public RemoteFunction function(String symbol) {
        RemoteFunction known = functions.get(symbol);
        return known != null ? known : functions.computeIfAbsent(symbol, this::find);
    }

    private RemoteFunction find(String symbol) {
        library.requireFunction(symbol);
        return new NativeCall(DynamicLinker.find(handle, symbol), symbol);
    }
}
