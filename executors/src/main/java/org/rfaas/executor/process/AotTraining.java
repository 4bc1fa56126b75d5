package org.rfaas.executor.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.rfaas.executor.ExecutorArguments;
import org.rfaas.executor.manager.ExecutorExit;
import org.rfaas.executor.manager.ExecutorStartException;
import org.rfaas.executor.sandbox.Confinement;
import org.rfaas.executor.sandbox.HostAccess;
import org.rfaas.executor.sandbox.Programs;
import org.rfaas.executor.sandbox.Sandbox;
import org.rfaas.executor.usage.UsageBox;
import org.rfaas.executor.usage.UsageStore;
import org.rfaas.fabric.FabricPlace;
import org.rfaas.fabric.Fabrics;
import org.rfaas.fabric.OpenResources;

/**
 * Makes an AOT cache in JEP 483's two steps: an executor of our own is warmed up and, as it exits, writes down what it has
 * loaded; another JVM makes the cache of that. JEP 514 would do both in one command, but then the second JVM is a grandchild,
 * which lives on when we are killed.
 */
final class AotTraining {
    private static final long HEAP_BYTES = 64L << 20;
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    /** Behind all who compute; but not so far that a node whose cores are all busy would never have made it. */
    private static final List<String> NICE = List.of("nice", "-n", "10");

    private final String fabric;
    private final Path output;
    private final Path recorded;
    private final ExecutorJvm jvm = new ExecutorJvm();

    private AotTraining(String fabric, Path output) {
        this.fabric = fabric;
        this.output = output;
        this.recorded = output.resolveSibling(output.getFileName() + ".recorded");
    }

    /**
     * Runs it; takes seconds. What it starts ends with this thread (prctl(2), PR_SET_PDEATHSIG), if there is a program
     * {@code setpriv}.
     *
     * @param fabric provider to warm up with
     * @param output the cache; what is left beside it by a training that was killed begins with the same name
     * @throws IOException when it fails
     */
    static void run(String fabric, Path output) throws IOException, InterruptedException, ExecutorStartException {
        AotTraining training = new AotTraining(fabric, output);
        try {
            training.record();
            training.create();
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("its making took more than " + TIMEOUT.toSeconds() + " s", e);
        } finally {
            Files.deleteIfExists(training.recorded);
        }
    }

    private void record()
            throws IOException, InterruptedException, ExecutorStartException, ExecutionException, TimeoutException {
        try (UsageStore usages = UsageStore.open(output.resolveSibling(output.getFileName() + ".usage"))) {
            ExecutorProcess trainee = trainee(usages.newBox(1));
            try {
                WarmUpClient.run(trainee, fabric, TIMEOUT);
                trainee.dismiss(); // it writes what it has learned, and exits
                ExecutorExit exit = trainee.exit().get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
                require(recorded, exit.text());
            } finally {
                trainee.kill(); // when it took too long, or this was interrupted
            }
        }
    }

    private ExecutorProcess trainee(UsageBox box) throws ExecutorStartException {
        OpenResources taken = new OpenResources();
        taken.add((AutoCloseable) box::delete);
        try {
            Optional<FabricPlace> place = Fabrics.provider(fabric).reservePlace();
            place.ifPresent(taken::add);
            Process process = start(
                    List.of("-XX:AOTMode=record", "-XX:AOTConfiguration=" + recorded),
                    new ExecutorArguments(Optional.of(fabric), place.map(FabricPlace::path), Optional.of(box.page())));
            taken.add((AutoCloseable) () -> process.destroyForcibly().waitFor());
            Confinement unconfined = Sandbox.none().confine(new HostAccess(List.of(), List.of(), true));
            return new ExecutorProcess(process, unconfined, place, box, CodeStore.none());
        } catch (IOException | RuntimeException | Error e) { // that no thread can be started is an Error
            throw taken.closeAfter(
                    new ExecutorStartException("cannot start an executor to train: " + e.getMessage(), e));
        }
    }

    private void create() throws IOException, InterruptedException {
        Process process = start(
                List.of("-XX:AOTMode=create", "-XX:AOTConfiguration=" + recorded, "-XX:AOTCache=" + output),
                ExecutorArguments.none());
        LogTail log = new LogTail();
        Thread reader = Thread.ofPlatform()
                .name("aot-cache output")
                .daemon()
                .start(() -> log.follow(() -> "AOT cache", process.getErrorStream()));
        try {
            if (!process.waitFor(TIMEOUT)) {
                process.destroyForcibly().waitFor();
                Files.deleteIfExists(output); // half of it
            }
            reader.join();
        } finally {
            process.destroyForcibly(); // when interrupted
        }
        require(output, log.text());
    }

    private Process start(List<String> flags, ExecutorArguments arguments) throws IOException {
        List<String> command = new ArrayList<>();
        Programs.find("setpriv")
                .ifPresent(program -> command.addAll(List.of(program.toString(), "--pdeathsig", "KILL")));
        command.addAll(NICE);
        command.addAll(jvm.command(HEAP_BYTES, flags, arguments));
        return new ProcessBuilder(command).start();
    }

    private static void require(Path made, String otherwise) throws IOException {
        if (!Files.exists(made)) {
            throw new IOException("its making left no " + made.getFileName() + " " + otherwise);
        }
    }
}
