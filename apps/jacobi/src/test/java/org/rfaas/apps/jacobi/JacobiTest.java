package org.rfaas.apps.jacobi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rfaas.apps.harness.Application;
import org.rfaas.apps.harness.ThreadRanks;

class JacobiTest {
    @TempDir
    Path folder;

    private String out = "";
    private String err = "";

    @ParameterizedTest
    @CsvSource({
        "1, --poisson 12",
        "3, --poisson 12",
        "1, --dominant 61 --seed 3",
        "2, --dominant 61 --seed 3",
        "4, --dominant 3 --margin 0.5",
        "1, --dominant 1",
        "1, --matmul 67 --seed 3",
        "3, --matmul 67 --seed 3",
        "4, --matmul 3"
    })
    void shouldSolveAndAgreeWithTheReferenceOnAnyNumberOfRanks(int ranks, String system) {
        assertThat(run(ranks, system + " --offload off --verify")).as("%s", err).isZero();
        assertThat(out).contains("matches reference  yes");
        assertThat(err).isEmpty();
    }

    @Test
    void shouldSolveAMatrixMarketFileWithItsRightHandSide() throws IOException {
        Path matrix = write(
                "a.mtx",
                "%%MatrixMarket matrix coordinate real symmetric\n3 3 5\n1 1 4\n2 1 -1\n2 2 4\n3 2 -1\n3 3 4\n");
        Path rhs = write("b.txt", "3\n2\n3\n");
        Path json = folder.resolve("report.json");
        assertThat(run(2, "--matrix " + matrix + " --rhs " + rhs + " --offload off --verify --json " + json))
                .as("%s", err)
                .isZero();

        Map<String, Object> report = JSON.std.mapFrom(Files.readString(json));
        assertThat(report)
                .containsEntry("app", "jacobi")
                .containsEntry("ranks", 2)
                .containsEntry("workers", 0)
                .containsEntry("unknowns", 3)
                .containsEntry("recomputedIterations", 0)
                .containsEntry("matchesReference", true)
                .containsEntry("speedup", null);
        assertThat((Double) report.get("residual")).isLessThan(1e-8);
        assertThat(report).containsEntry("perRank", null);
        assertThat(out).doesNotContain("iterations local");
    }

    @Test
    void shouldExitWithOneWhenTheToleranceIsNotMet() {
        assertThat(run(2, "--poisson 20 --max-iterations 5 --offload off")).isEqualTo(Application.FAILED);
        assertThat(out).contains("iterations         5");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--matrix nowhere.mtx",
                "--dominant 0",
                "--matmul 0",
                "--matmul -1",
                "--matmul 50000",
                "--dominant 5 --compare --offload off",
                "--matmul 5 --dominant 5",
                "--poisson -3",
                "--poisson 100000",
                "--dominant 5 --margin 0",
                "--dominant 5 --tolerance 0",
                "--dominant 5 --tolerance nan",
                "--dominant 5 --tolerance Infinity",
                "--dominant 5 --max-iterations 0",
                "--dominant 5 --offload 1.5",
                "--dominant 5 --offload sometimes",
                "--dominant 5 --rhs nowhere.txt",
                "--dominant 5 --poisson 5",
                "--dominant five",
                "--dominant 5 --speed",
                "--dominant 5 --tolerance 1f",
                "--dominant 5 --offload 0.5d",
                "--dominant 5 --json /nowhere/report.json",
                "--seed 4"
            })
    void shouldRefuseWrongInputWithOneLineFromOneRank(String arguments) {
        assertThat(run(3, arguments)).isEqualTo(Application.BAD_INPUT);
        assertThat(err.lines().toList()).hasSize(1).first().asString().startsWith("jacobi: ");
        assertThat(out).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "--matmul 9 --dominant 9, '--dominant=N, --matmul=N are mutually exclusive'",
        "--seed 4, Missing required argument",
        "--matmul 9 --margin 0.1, --margin is for --dominant",
        "--poisson 9 --margin 0.1, --margin is for --dominant",
        "--poisson 9 --seed 2, --seed is for --dominant or --matmul",
        "--matmul 9 --tolerance 0.1, --tolerance is for --matrix or --poisson or --dominant",
        "--matmul 9 --max-iterations 9, --max-iterations is for --matrix or --poisson or --dominant",
        "--matmul 9 --rhs ones, --rhs is for --matrix or --poisson or --dominant",
        "--dominant 9 --margin 2000000, --margin 2000000.0 is not above 0 and below 1e6"
    })
    void shouldRefuseWhatHasNoEffectOrIsBeyondItsBounds(String arguments, String complaint) {
        assertThat(run(2, arguments + " --offload off")).isEqualTo(Application.BAD_INPUT);
        assertThat(err).startsWith("jacobi: " + complaint).hasLineCount(1);
    }

    @Test
    void shouldSayThatTheIterationDiverges() throws IOException {
        Path matrix = write("d.mtx", "%%MatrixMarket matrix array real general\n2 2\n1\n5\n3\n1\n");
        assertThat(run(2, "--matrix " + matrix + " --offload off")).isEqualTo(Application.BAD_INPUT);
        assertThat(err.lines().toList()).hasSize(1);
        assertThat(err).contains("diverges", "diagonal dominates");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e308", "1e-170", "1e-300"})
    void shouldSolveForARightHandSideWhoseSquareIsOutOfRange(String b) throws IOException {
        String dominant = write("a.mtx", "%%MatrixMarket matrix array real general\n2 2\n4\n1\n1\n4\n")
                .toString();
        Path json = folder.resolve("report.json");
        Path ones = write("ones.txt", "1\n1\n");
        assertThat(run(2, "--matrix " + dominant + " --rhs " + ones + " --offload off --json " + json))
                .isZero();
        Object iterations = JSON.std.mapFrom(Files.readString(json)).get("iterations");

        Path rhs = write("b.txt", b + "\n" + b + "\n");
        assertThat(run(2, "--matrix " + dominant + " --rhs " + rhs + " --offload off --verify --json " + json))
                .as("%s", err)
                .isZero();
        Map<String, Object> report = JSON.std.mapFrom(Files.readString(json));
        assertThat(report).containsEntry("iterations", iterations).containsEntry("matchesReference", true);
        assertThat((Double) report.get("residual")).isBetween(1e-10, 1e-8);
    }

    @Test
    void shouldSayThatTheNumbersLeaveTheRange() throws IOException {
        Path matrix = write("a.mtx", "%%MatrixMarket matrix array real general\n2 2\n4\n1\n1\n4\n");
        Path rhs = write("b.txt", "1.7e308\n1.7e308\n");
        assertThat(run(2, "--matrix " + matrix + " --rhs " + rhs + " --offload off"))
                .isEqualTo(Application.BAD_INPUT);
        assertThat(err).hasLineCount(1).contains("the numbers leave the range of double: after 2 iterations");
    }

    @Test
    void shouldNameTheRowWithAZeroOnTheDiagonal() throws IOException {
        Path matrix = write("z.mtx", "%%MatrixMarket matrix coordinate real general\n3 3 3\n1 1 1\n2 2 1\n3 1 1\n");
        assertThat(run(3, "--matrix " + matrix)).isEqualTo(Application.BAD_INPUT);
        assertThat(err).contains("row 3 has a zero on the diagonal");
    }

    @Test
    void shouldPrintHelpOnce() {
        assertThat(run(2, "--help")).isZero();
        assertThat(out).containsOnlyOnce("Solves Ax = b").contains("Exit codes:");
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private int run(int size, String arguments) {
        ThreadRanks.Outcome outcome = ThreadRanks.run(size, Jacobi::new, arguments.split(" "));
        out = outcome.out();
        err = outcome.err();
        return outcome.exitCode();
    }
}
