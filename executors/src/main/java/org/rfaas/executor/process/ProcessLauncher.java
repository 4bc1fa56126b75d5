package org.rfaas.executor.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.rfaas.executor.ExecutorArguments;
import org.rfaas.executor.manager.ExecutorLauncher;
import org.rfaas.executor.manager.ExecutorStartException;
import org.rfaas.executor.manager.ExecutorStarter;
import org.rfaas.executor.manager.LeaseMemory;
import org.rfaas.executor.manager.RunningExecutor;
import org.rfaas.executor.manager.StandbyExecutor;
import org.rfaas.executor.pipe.ExecutorCommand.Assign;
import org.rfaas.executor.sandbox.Confinement;
import org.rfaas.executor.sandbox.HostAccess;
import org.rfaas.executor.sandbox.Sandbox;
import org.rfaas.executor.usage.UsageBox;
import org.rfaas.fabric.FabricPlace;
import org.rfaas.fabric.Fabrics;
import org.rfaas.fabric.OpenResources;

/** Starts executors in processes of their own, sandboxed: a fresh one for each lease, or in advance for a pool. */
public final class ProcessLauncher implements ExecutorLauncher, ExecutorStarter, AutoCloseable {
    private static final Set<String> KEPT_ENVIRONMENT =
            Set.of("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "XDG_RUNTIME_DIR");

    private final ExecutorJvm jvm = new ExecutorJvm();
    private final Sandbox sandbox;
    private final AotCache cache;
    private final Optional<CodeCache> code;
    private final ExecutorUsage usage;

    /**
     * The parent of all executors. A sandbox asks the kernel for its death with its parent, which to the kernel is the
     * thread that started it (prctl(2), PR_SET_PDEATHSIG), so that has to be one that lives as long as the launcher.
     */
    private final ExecutorService parent = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("executor-parent").factory());

    /**
     * @param sandbox stays the caller's, and open as long as this
     * @param cache that fresh executors start from
     * @param code what the node keeps of functions, if it does
     * @param usage where executors count what they do
     */
    public ProcessLauncher(Sandbox sandbox, AotCache cache, Optional<CodeCache> code, ExecutorUsage usage) {
        this.usage = usage;
        this.sandbox = sandbox;
        this.cache = cache;
        this.code = code;
    }

    @Override
    public RunningExecutor launch(Assign assignment, long memoryBytes, Duration timeout) throws ExecutorStartException {
        long heapBytes = LeaseMemory.of(memoryBytes).heapBytes();
        return start(assignment.fabric(), heapBytes).serve(assignment, memoryBytes, timeout);
    }

    @Override
    public StandbyExecutor startStandby(String fabric, long heapBytes, Duration timeout) throws ExecutorStartException {
        ExecutorProcess executor = start(fabric, heapBytes);
        boolean isReady = false;
        try {
            WarmUpClient.run(executor, fabric, timeout);
            isReady = true;
            return executor;
        } finally {
            if (!isReady) {
                executor.kill(); // whatever went wrong, nobody else knows of it
            }
        }
    }

    private ExecutorProcess start(String fabric, long heapBytes) throws ExecutorStartException {
        OpenResources taken = new OpenResources();
        try {
            Optional<FabricPlace> place = Fabrics.provider(fabric).reservePlace();
            place.ifPresent(taken::add);
            UsageBox box = usage.newBox();
            taken.add((AutoCloseable) box::delete);
            Confinement confinement = taken.add(sandbox.confine(access(place.map(FabricPlace::path), box)));
            ExecutorArguments arguments =
                    new ExecutorArguments(Optional.of(fabric), place.map(FabricPlace::path), Optional.of(box.page()));
            List<String> command = confinement.command(jvm.command(heapBytes, cache.flags(), arguments));
            CodeStore kept = code.map(CodeCache::forExecutor).orElseGet(CodeStore::none);
            Process process = startProcess(command);
            taken.add((AutoCloseable) () -> end(process)); // before what it uses is closed
            return new ExecutorProcess(process, confinement, place, box, kept);
        } catch (IOException | RuntimeException | Error e) { // that no thread can be started is an Error
            throw taken.closeAfter(new ExecutorStartException("cannot start an executor: " + e.getMessage(), e));
        }
    }

    /** Returns when it is gone. */
    private static void end(Process process) {
        process.destroyForcibly();
        process.onExit().join();
    }

    private HostAccess access(Optional<Path> place, UsageBox box) {
        List<Path> writable = new ArrayList<>(List.of(box.folder()));
        place.ifPresent(writable::add);
        return new HostAccess(jvm.files(cache.file()), writable, place.isEmpty());
    }

    /** Not to be interrupted: nobody would know of the process. */
    private Process startProcess(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        // settings and secrets of the manager are not the function's business
        builder.environment().keySet().retainAll(KEPT_ENVIRONMENT);
        try {
            return CompletableFuture.supplyAsync(() -> start(builder), parent).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof UncheckedIOException cause ? cause.getCause() : new IOException(e.getCause());
        }
    }

    private static Process start(ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts no more; sandboxed executors that still run are ended by the kernel. */
    @Override
    public void close() {
        parent.shutdown();
    }
}
