package org.rfaas.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rfaas.cli.Rfaas;
import picocli.CommandLine;

/** What {@code rfaas} with all of the project's commands answers before it does anything. */
class BenchCommandTest {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(List<String> arguments) {
        return Rfaas.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments.toArray(String[]::new));
    }

    private void askForHelp(CommandLine command, List<String> words) {
        for (String option : List.of("--help", "--version")) {
            List<String> arguments = new ArrayList<>(words);
            arguments.add(option);
            out.getBuffer().setLength(0);
            assertThat(run(arguments)).as("%s: %s", arguments, err).isZero();
            assertThat(out.toString())
                    .as("%s", arguments)
                    .startsWith(
                            option.equals("--help")
                                    ? "Usage: " + command.getCommandSpec().qualifiedName()
                                    : "rfaas ");
        }
        command.getSubcommands().forEach((name, subcommand) -> {
            List<String> longer = new ArrayList<>(words);
            longer.add(name);
            askForHelp(subcommand, longer);
        });
    }

    @Test
    void shouldHelpAndTellItsVersionEverywhere() {
        CommandLine all = Rfaas.commandLine();
        assertThat(all.getSubcommands()).containsKeys("bench", "experiment", "local", "executor-manager", "manager");
        askForHelp(all, List.of());
        assertThat(err.toString()).isEmpty();
    }

    private void assertMisused(List<String> arguments, String problem) {
        assertThat(run(arguments)).as("%s", arguments).isEqualTo(2);
        assertThat(err.toString().lines())
                .hasSize(1)
                .allSatisfy(line -> assertThat(line).startsWith("rfaas: ").contains(problem));
        err.getBuffer().setLength(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cold-start", "latency", "loops", "manager", "parallel"})
    void shouldRefuseBeforeMeasuringWhatCannotBeWritten(String benchmark) throws IOException {
        Path absent = folder.resolve("absent");
        assertMisused(
                List.of("bench", benchmark, "--json", absent.resolve("x.json").toString()),
                "'--json': there is no folder " + absent);
        assertMisused(List.of("bench", benchmark, "--json", folder.toString()), "is a folder");
        Path file = Files.createFile(folder.resolve("file"));
        assertMisused(
                List.of("bench", benchmark, "--json", file.resolve("x").toString()), "is not a folder; name another");
    }

    @Test
    void shouldWriteTheFiguresWhereTheyAreAskedFor() {
        Path file = folder.resolve("figures.json");
        CommandLine.populateCommand(new JsonFile(), "--json", file.toString()).write(Map.of("figure", 8));
        assertThat(file).content().isEqualToIgnoringWhitespace("{\"figure\": 8}");
        CommandLine.populateCommand(new JsonFile()).write(Map.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"latency", "loops", "manager", "parallel"})
    void shouldRefuseToMeasureForNoTime(String benchmark) {
        for (String seconds : List.of("0", "-1", "NaN", "1e-12", "1e12", "1d", "soon")) {
            assertMisused(
                    List.of("bench", benchmark, "--seconds", seconds),
                    "'--seconds': '" + seconds + "' is not a number of seconds");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"latency", "loops", "manager", "parallel"})
    void shouldRefuseAFabricThatDoesNotExist(String benchmark) {
        assertMisused(List.of("bench", benchmark, "--fabric", "nope"), "unknown fabric provider 'nope'; known: ");
    }

    @Test
    void shouldMeasureTheLoopThatIsNamed() throws IOException {
        Path file = folder.resolve("loops.json");
        assertThat(run(List.of("bench", "loops", "axpy", "--seconds", "0.001", "--json", file.toString())))
                .as("%s", err)
                .isZero();
        assertThat(out.toString().lines().skip(1).map(line -> line.substring(0, line.indexOf(" "))))
                .containsExactly("kernel", "axpy");
        assertThat(JSON.std.mapFrom(Files.readString(file)).get("kernels"))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .singleElement(InstanceOfAssertFactories.MAP)
                .containsEntry("name", "axpy")
                .containsOnlyKeys("name", "verdict", "localRatio", "memoryRatio", "remoteRatio", "speedup");
    }

    @Test
    void shouldHoldNoMoreLeasesThanAManagerHasCores() throws IOException {
        Path file = folder.resolve("manager.json");
        List<String> oneNode = List.of("--clients", "1", "--nodes", "1", "--readers", "2", "--seconds", "0.1");
        List<String> arguments = new ArrayList<>(List.of("bench", "manager", "--json", file.toString()));
        arguments.addAll(oneNode);
        assertThat(run(arguments)).as("%s", err).isZero();
        assertThat(JSON.std.mapFrom(Files.readString(file)).get("rows"))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .singleElement(InstanceOfAssertFactories.MAP)
                .containsEntry("leases", 4096);
    }

    @Test
    void shouldRefuseToMeasureNothing() {
        assertMisused(List.of("bench"), "which benchmark?");
        assertMisused(List.of("bench", "cold-start", "--rounds", "0"), "--rounds 0 is too few");
        assertMisused(
                List.of("bench", "loops", "Tarot"), "no kernel Tarot; there are axpy, dense-jacobi, sparse-jacobi,");
        assertMisused(List.of("bench", "parallel", "--workers", "0"), "--workers is not in 1..");
        assertMisused(List.of("bench", "manager", "--readers", "0"), "must be positive");
        assertMisused(List.of("bench", "manager", "--nodes", "5"), "--nodes is of the row that --clients asks for");
        // the board shows no more, so the benchmark would wait for them for ever
        assertMisused(List.of("bench", "manager", "--clients", "1", "--nodes", "16001"), "is more than 16000");
        assertMisused(List.of("bench", "cold-start", "--sandbox", "podman"), "needs --podman-root");
    }
}
