package org.rfaas.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** {@link LastingProduct} under mpirun: it goes on while a test does something to its cluster, and ends when told to. */
final class LastingJob implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int ROWS = 1500;

    /** Processor time of a rank's main thread that looks for an answer now and then: with others on its core, a step's is more. */
    private static final long WAITING_MS_A_SECOND = 20;

    /** Starts mpirun-offload with these arguments. */
    @FunctionalInterface
    interface Mpirun {
        Script start(String... arguments) throws IOException;
    }

    private final Path end;
    private final Path report;
    private final Script script;

    private LastingJob(Path end, Path report, Script script) {
        this.end = end;
        this.report = report;
        this.script = script;
    }

    /** Starts one of so many ranks on this host, in a cluster that the environment names. */
    static LastingJob start(Path folder, Map<String, String> environment, int ranks, String offload)
            throws IOException {
        return start(folder, offload, arguments -> {
            List<String> all = new ArrayList<>(List.of("-n", String.valueOf(ranks)));
            all.addAll(List.of(arguments));
            return Script.start(folder, environment, "mpirun-offload", all.toArray(String[]::new));
        });
    }

    /**
     * Starts one, wherever.
     *
     * @param folder where it looks whether to end, and writes its report
     * @param offload as the option of that name
     * @param mpirun has the number of ranks
     */
    static LastingJob start(Path folder, String offload, Mpirun mpirun) throws IOException {
        Path end = folder.resolve("end");
        Path report = folder.resolve("report.json");
        String[] arguments = {
            "--class-path",
            classes(),
            LastingProduct.class.getName(),
            "--rows",
            String.valueOf(ROWS),
            "--until",
            end.toString(),
            "--offload",
            offload,
            "--json",
            report.toString()
        };
        return new LastingJob(end, report, mpirun.start(arguments));
    }

    /** Where the classes of jobs are that only tests run. */
    static String classes() {
        try {
            return Path.of(LastingProduct.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    Script script() {
        return script;
    }

    /** Waits until it has said something so many times; fails when it ends meanwhile. */
    void awaitSaid(String what, int times) throws InterruptedException {
        awaitSaid(Pattern.compile(what, Pattern.LITERAL), times);
    }

    private void awaitSaid(Pattern what, int times) throws InterruptedException {
        Await.until(
                PATIENCE,
                () -> "'" + what + "' " + times + " times:\n" + script.output(),
                () -> said(what) >= times || !script.handle().isAlive());
        assertThat(said(what)).as(script.output()).isGreaterThanOrEqualTo(times);
    }

    /** The JVMs of its ranks. */
    List<ProcessHandle> ranks() {
        return script.handle()
                .descendants()
                .filter(process -> process.info().command().orElse("").endsWith("/java"))
                .filter(process -> process.info().commandLine().orElse("").contains(LastingProduct.class.getName()))
                .toList();
    }

    private long said(Pattern what) {
        return script.output().lines().filter(what.asPredicate()).count();
    }

    /** Waits until new workers have computed their part of a step so many times. */
    void awaitOffload(int times) throws InterruptedException {
        awaitSaid(": workers computed ", times);
    }

    /** Waits until it has lost workers: in a step, which it tells of itself, or between two, when its lease tells. */
    void awaitLoss() throws InterruptedException {
        awaitSaid(Pattern.compile(" lost, its part is computed locally: | has ended, [0-9]+ workers left"), 1);
    }

    /**
     * Kills an executor that has a part of a step: it is stopped, so that the rank, the only one, gets no further than where
     * it waits for the answer.
     */
    void killInAStep(ProcessHandle executor) throws IOException, InterruptedException {
        stop(executor);
        ProcessHandle rank = ranks().getFirst();
        while (ThreadTimes.ofASecond(rank).entrySet().stream()
                .anyMatch(used -> used.getKey().endsWith(" java") && used.getValue() > WAITING_MS_A_SECOND)) {
            assertThat(rank.isAlive()).as(script.output()).isTrue();
        }
        executor.destroyForcibly();
    }

    /** Stops an executor, which then neither computes nor ends. */
    static void stop(ProcessHandle executor) throws IOException, InterruptedException {
        List<String> stop = new ArrayList<>(List.of("kill", "-STOP", String.valueOf(executor.pid())));
        executor.descendants().map(process -> String.valueOf(process.pid())).forEach(stop::add);
        assertThat(new ProcessBuilder(stop).start().waitFor()).isZero();
    }

    /** Tells it to end, and fails unless each step of it was right. */
    void endRight() throws IOException, InterruptedException {
        assertThat(script.handle().isAlive()).as(script.output()).isTrue();
        Files.createFile(end);
        Script.Outcome outcome = script.await(PATIENCE);
        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        assertThat(report()).containsEntry("matchesReference", true);
        assertThat(((Number) report().get("steps")).longValue()).isPositive();
    }

    Map<String, Object> report() throws IOException {
        return JSON.std.mapFrom(Files.readString(report));
    }

    /** Of what each rank reported. */
    long sum(String field) throws IOException {
        return ((List<?>) report().get("perRank"))
                .stream()
                        .mapToLong(rank -> ((Number) ((Map<?, ?>) rank).get(field)).longValue())
                        .sum();
    }

    @Override
    public void close() {
        script.close();
    }
}
