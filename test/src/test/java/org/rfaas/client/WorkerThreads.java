package org.rfaas.client;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.rfaas.bench.BareExecutor;
import org.rfaas.function.FunctionBundle;

/** What the operating system says of an executor's worker threads, see proc(5). */
final class WorkerThreads {
    private WorkerThreads() {}

    /** Folders of {@code /proc}. */
    static List<Path> of(BareExecutor executor) throws IOException {
        List<Path> workers = new ArrayList<>();
        try (var threads = Files.newDirectoryStream(
                Path.of("/proc", String.valueOf(executor.process().pid()), "task"))) {
            for (Path thread : threads) {
                if (Files.readString(thread.resolve("comm")).startsWith("worker-")) {
                    workers.add(thread);
                }
            }
        }
        return workers;
    }

    /** Time on a processor, of all worker threads together. */
    static long runNs(BareExecutor executor) throws IOException {
        long sumNs = 0;
        for (Path thread : of(executor)) {
            sumNs +=
                    Long.parseLong(Files.readString(thread.resolve("schedstat")).split(" ", 2)[0]);
        }
        return sumNs;
    }

    /** Gives each of them so much to do. */
    static void invoke(BareExecutor executor, int times) {
        for (Worker worker : executor.connection().workers()) {
            InstalledFunction increment = worker.install(FunctionBundle.of(TestFunctions.Increment.class));
            for (int i = 0; i < times; i++) {
                worker.invoke(
                        increment,
                        MemorySegment.ofArray(new byte[8]),
                        MemorySegment.ofArray(new byte[8]),
                        Duration.ofMinutes(1));
            }
        }
    }
}
