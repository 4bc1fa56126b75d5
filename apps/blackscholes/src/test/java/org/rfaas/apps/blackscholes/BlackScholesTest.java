package org.rfaas.apps.blackscholes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rfaas.apps.harness.Application;
import org.rfaas.apps.harness.ThreadRanks;

class BlackScholesTest {
    private static final String TWO = """
            2
            42.00 40.00 0.1000 0.00 0.20 0.50 C 0.00 4.759422392871
            42.00 40.00 0.1000 0.00 0.20 0.50 P 0.00 0.808599372900
            """;

    @TempDir
    Path folder;

    private ThreadRanks.Outcome run(int ranks, String arguments) {
        return ThreadRanks.run(ranks, BlackScholes::new, arguments.split(" "));
    }

    @ParameterizedTest
    @CsvSource({"1, double", "1, single", "3, double", "4, SINGLE"})
    void shouldPriceAFileAndCompareWithItsReferences(int ranks, String precision) throws IOException {
        Path file = write("in.txt", TWO);
        Path json = folder.resolve("report.json");

        ThreadRanks.Outcome outcome =
                run(ranks, "--input " + file + " --offload off --runs 2 --precision " + precision + " --json " + json);

        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out()).contains("matches reference  yes");
        assertThat(JSON.std.mapFrom(Files.readString(json)))
                .containsEntry("app", "blackscholes")
                .containsEntry("ranks", ranks)
                .containsEntry("workers", 0)
                .containsEntry("options", 2)
                .containsEntry("runs", 2)
                .containsEntry("matchesReference", true);
    }

    @Test
    void shouldExitWithOneWhenAReferenceDiffersAndSayWhereAndHowFar() throws IOException {
        Path file = write(
                "in.txt",
                TWO.replace("4.7594", "4.7604").replace("0.8085", "0.8185").replaceFirst("2\n", "2\n\n"));
        Path json = folder.resolve("report.json");
        ThreadRanks.Outcome outcome = run(2, "--input " + file + " --offload off --runs 1 --json " + json);
        assertThat(outcome.exitCode()).isEqualTo(Application.FAILED);
        assertThat(outcome.out())
                .contains("matches reference  NO")
                .contains("2 of 2 prices, by up to 0.0100; the first at " + file + ":3: 4.7594")
                .contains(" instead of 4.760422392871");
        assertThat(JSON.std.mapFrom(Files.readString(json))).containsEntry("differing", 2);
    }

    @Test
    void shouldSayWhichPriceIsUnlikeTheFormula() throws IOException {
        // its strike is worth e^40 times as much at interest: single precision is not that close
        Path file = write("in.txt", "2\n100 100 0.05 0 0.2 1 C 0\n100 100 -20 0 0.2 2 P 0\n");
        Path json = folder.resolve("report.json");
        ThreadRanks.Outcome outcome =
                run(2, "--input " + file + " --offload off --runs 1 --verify --precision single --json " + json);
        assertThat(outcome.exitCode()).isEqualTo(Application.FAILED);
        assertThat(outcome.out())
                .contains("matches reference  NO")
                .contains("unlike the formula", "1 of 2 prices, by up to ", "; the first at " + file + ":3: ");
        assertThat(JSON.std.mapFrom(Files.readString(json)))
                .containsEntry("unlikeFormula", 1)
                .doesNotContainKey("differing");
    }

    @Test
    void shouldNumberGeneratedOptionsFromOne() {
        assertThat(new GeneratedOptions(10, 1).place(0)).isEqualTo("generated option 1");
    }

    @Test
    void shouldWriteWhatItCanReadWhateverTheNumberOfRanks() throws IOException {
        Path one = folder.resolve("one.txt");
        Path three = folder.resolve("three.txt");
        assertThat(run(1, "--generate 1000 --seed 7 --offload off --runs 1 --verify --output " + one)
                        .exitCode())
                .isZero();
        assertThat(run(3, "--generate 1000 --seed 7 --offload off --runs 1 --verify --output " + three)
                        .exitCode())
                .isZero();

        assertThat(three).hasSameTextualContentAs(one);
        assertThat(Files.readAllLines(one)).hasSize(1001).first().isEqualTo("1000");
        ThreadRanks.Outcome again = run(2, "--input " + one + " --offload off --runs 1 --verify");
        assertThat(again.exitCode()).as(again.out() + again.err()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "''; 1: the file is empty",
                "x; 1: number of options 'x' is not an integer",
                "0; 1: number of options 0 is not in",
                "2|100.0 100.0 0.01 0.0 0.20 1.00 C 0; 3: the file ends after 1 of 2",
                "2000000000|1 1 0 0 1 1 C 0; 1: 2000000000 options are more than",
                "1|1 1 0 0 1 1 C 0|1 1 0 0 1 1 C 0; 3: more than the 1 options",
                "1|1 1 0 0 1 1 X 0; 2: option type 'X'",
                "1|1.0 1.0 0.0 0.0 1.0 1.0; 2: option type is missing",
                "1|1.0 1.0 0 0 1 1 C; 2: dividend is missing",
                "1|1 1 0 0 1 1 C 2; 2: dividend 2.0",
                "1|1 1 0 0 1 1 C 0 1 1; 2: '1' after the end",
                "1|1 1 0 0 1 1 C 0 nan; 2: reference price nan is not a",
                "1|-1 1 0 0 1 1 C 0; 2: spot price -1.0",
                "1|1 0 0 0 1 1 C 0; 2: strike price 0.0",
                "1|1 1 0 0 -1 1 C 0; 2: volatility -1.0",
                "1|1 1 0 0 1e200 1 C 0; 2: volatility 1.0E200 over 1.0 years",
                "1|1 1 0 0 1 0 C 0; 2: time to expiry 0.0",
                "1|1 1 9 0 1 9 C 0; 2: rate 9.0",
                "1|1 1 1e999 0 1 9 C 0; 2: interest rate 1e999 is not a finite number"
            })
    void shouldNameTheLineThatIsWrong(String content, String complaint) throws IOException {
        Path file = write("bad.txt", content.replace('|', '\n'));
        Path output = folder.resolve("out.txt");
        ThreadRanks.Outcome outcome = run(2, "--input " + file + " --offload off --output " + output);
        assertThat(outcome.exitCode()).isEqualTo(Application.BAD_INPUT);
        assertThat(outcome.err().lines()).hasSize(1);
        // 'nan' is a word Double.parseDouble does not know
        assertThat(outcome.err()).contains(complaint.replace("nan is not a", "'nan' is not a"));
        assertOnlyFile(file);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--generate 0",
                "--generate -5",
                "--generate 10 --runs 0",
                "--generate 10 --precision half",
                "--generate 10 --offload 2",
                "--generate 10 --offload off --compare",
                "--generate 10 --output /nowhere/out.txt",
                "--generate 10 --json /nowhere/out.json",
                "--generate 10 --input x",
                "--input nowhere.txt",
                "--seed 3"
            })
    void shouldRefuseWrongUseWithOneLineFromOneRank(String arguments) {
        ThreadRanks.Outcome outcome = run(3, arguments);
        assertThat(outcome.exitCode()).isEqualTo(Application.BAD_INPUT);
        assertThat(outcome.err().lines().toList()).hasSize(1).first().asString().startsWith("blackscholes: ");
        assertThat(outcome.out()).isEmpty();
    }

    @Test
    void shouldShowWhatItMeasuredWhereTheDiskIsFull() {
        ThreadRanks.Outcome outcome = run(2, "--generate 10 --runs 1 --offload off --json /dev/full");
        assertThat(outcome.exitCode()).isEqualTo(Application.BAD_INPUT);
        assertThat(outcome.err())
                .startsWith("blackscholes: --json /dev/full cannot be written: ")
                .hasLineCount(1);
        assertThat(outcome.out()).contains("options a second", "alone");
    }

    @Test
    void shouldRefuseASeedOfWhatIsRead() throws IOException {
        ThreadRanks.Outcome outcome = run(2, "--input " + write("in.txt", TWO) + " --seed 3 --offload off");
        assertThat(outcome.exitCode()).isEqualTo(Application.BAD_INPUT);
        assertThat(outcome.err()).isEqualTo("blackscholes: --seed is for --generate\n");
    }

    @Test
    void shouldPrintTheVersionOfAllCommands() {
        ThreadRanks.Outcome outcome = run(1, "--version");
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).startsWith("rfaas ").contains(" on Java ");
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private void assertOnlyFile(Path file) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.toList()).isEqualTo(List.of(file));
        }
    }
}
