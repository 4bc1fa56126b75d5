package org.rfaas.apps.image;

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
import org.rfaas.apps.harness.InputException;
import org.rfaas.apps.harness.ThreadRanks;

class ImageKernelsTest {
    @TempDir
    Path folder;

    private ThreadRanks.Outcome run(int ranks, String arguments) {
        return ThreadRanks.run(ranks, ImageKernels::new, (arguments + " --offload off").split(" "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "convolve --kernel 0,1,0;1,-4,1;0,1,0",
                "gaussian --sigma 1.5 --border replicate",
                "sobel --grey",
                "median --radius 2 --border constant --border-value 20",
                "bilateral --sigma 1",
                "equalize",
                "thumbnail --size 20x20",
                "thumbnail --size 20x20 --resampling lanczos"
            })
    void shouldMakeTheSamePictureOnAnyNumberOfRanks(String filter) throws IOException {
        Path one = folder.resolve("one.png");
        Path three = folder.resolve("three.png");
        Path json = folder.resolve("report.json");
        String work = "--generate 40x31 --verify --filter " + filter + " --json " + json + " --output ";

        ThreadRanks.Outcome alone = run(1, work + one);
        ThreadRanks.Outcome together = run(3, work + three);

        assertThat(alone.exitCode()).as(alone.err()).isZero();
        assertThat(together.exitCode()).as(together.err()).isZero();
        assertThat(three).hasSameBinaryContentAs(one);
        assertThat(JSON.std.mapFrom(Files.readString(json)))
                .containsEntry("app", "image-kernels")
                .containsEntry("ranks", 3)
                .containsEntry("picture", "40x31")
                .containsEntry("matchesReference", true);
    }

    @Test
    void shouldFilterTheColoursOfAFileAndWriteAnotherFormat() throws InputException {
        Path in = folder.resolve("in.ppm");
        Path out = folder.resolve("out.png");
        Picture picture = SamplePicture.of(30, 20, 2);
        PictureFile.write(in, picture);
        assertThat(run(2, "--input " + in + " --filter median --output " + out).exitCode())
                .isZero();
        assertThat(PictureFile.read(out).distanceTo(new Median(1, new Edge(Border.REFLECT, 0)).reference(picture)))
                .isZero();
    }

    @Test
    void shouldFilterEveryPictureOfAFolder() throws IOException, InputException {
        Path in = Files.createDirectory(folder.resolve("in"));
        Path out = Files.createDirectory(folder.resolve("out"));
        for (int i = 0; i < 5; i++) {
            PictureFile.write(in.resolve("p" + i + (i % 2 == 0 ? ".png" : ".jpg")), SamplePicture.of(50 + i, 40, i));
        }
        Files.writeString(in.resolve("notes.txt"), "not a picture");
        Files.createDirectory(in.resolve("folder.png"));

        ThreadRanks.Outcome outcome =
                run(3, "--input " + in + " --output " + out + " --filter thumbnail --size 16x16 --verify");

        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out()).contains("pictures           5");
        try (Stream<Path> made = Files.list(out)) {
            assertThat(made.map(file -> file.getFileName().toString()).sorted())
                    .containsExactly("p0.png", "p1.jpg", "p2.png", "p3.jpg", "p4.png");
        }
        assertThat(PictureFile.read(out.resolve("p4.png")).width()).isEqualTo(16);
    }

    @Test
    void shouldNameTheBadPictureOfAFolderAndLeaveNothingOfIt() throws IOException, InputException {
        Path in = Files.createDirectory(folder.resolve("in"));
        Path out = Files.createDirectory(folder.resolve("out"));
        PictureFile.write(in.resolve("a-good.png"), SamplePicture.of(8, 8, 1));
        Files.writeString(in.resolve("bad.ppm"), "P6 8 8 255\nabc");

        ThreadRanks.Outcome outcome = run(1, "--input " + in + " --output " + out + " --filter sobel");

        assertThat(outcome.exitCode()).isEqualTo(Application.BAD_INPUT);
        assertThat(outcome.err().lines()).hasSize(1);
        assertThat(outcome.err()).contains("bad.ppm: is truncated");
        try (Stream<Path> made = Files.list(out)) {
            assertThat(made.map(Path::getFileName).toList()).isEqualTo(List.of(Path.of("a-good.png")));
        }
    }

    @Test
    void shouldEndTheRunAtABadPictureBeforeTheOthersAreDone() throws IOException, InputException {
        Path in = Files.createDirectory(folder.resolve("in"));
        Path out = Files.createDirectory(folder.resolve("out"));
        Files.writeString(in.resolve("a-bad.ppm"), "P6 8 8 255\nabc");
        Path good = folder.resolve("good.ppm");
        PictureFile.write(good, SamplePicture.of(64, 64, 1));
        int ofOtherRank = 500;
        for (int i = 1; i < 2 * ofOtherRank; i++) {
            Files.createLink(in.resolve("good" + i + ".ppm"), good);
        }

        ThreadRanks.Outcome outcome =
                run(2, "--input " + in + " --output " + out + " --filter median --radius 3 --runs 20");

        assertThat(outcome.exitCode()).isEqualTo(Application.BAD_INPUT);
        assertThat(outcome.err().lines()).hasSize(1);
        assertThat(outcome.err()).contains("a-bad.ppm: is truncated");
        try (Stream<Path> made = Files.list(out)) {
            assertThat(made.count()).isLessThan(ofOtherRank);
        }
    }

    @Test
    void shouldRefuseASeedOfWhatIsRead() throws InputException {
        Path in = folder.resolve("in.ppm");
        PictureFile.write(in, SamplePicture.of(8, 8, 2));
        ThreadRanks.Outcome outcome = run(1, "--input " + in + " --filter sobel --seed 5");
        assertThat(outcome.exitCode()).isEqualTo(Application.BAD_INPUT);
        assertThat(outcome.err()).isEqualTo("image-kernels: --seed is for --generate\n");
    }

    @Test
    void shouldAnswerAWrongWordWithTheWordsOfTheHelp() {
        ThreadRanks.Outcome outcome = run(1, "--generate 8x8 --filter sobel --border wrap");
        assertThat(outcome.exitCode()).isEqualTo(Application.BAD_INPUT);
        assertThat(outcome.err()).contains("'--border'", "'wrap' is none of reflect, replicate, constant");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "thumbnail --border reflect|--border is for --filter convolve or gaussian or sobel or median or"
                        + " bilateral, not for thumbnail",
                "sobel --sigma 2|--sigma is for --filter gaussian or bilateral, not for sobel",
                "median --size 9x9|--size is for --filter thumbnail, not for median",
                "gaussian --border-value 9|--border-value needs --border constant"
            })
    void shouldNameTheFiltersThatAnOptionIsFor(String filter, String complaint) {
        ThreadRanks.Outcome outcome = run(1, "--generate 8x8 --filter " + filter);
        assertThat(outcome.exitCode()).isEqualTo(Application.BAD_INPUT);
        assertThat(outcome.err()).isEqualTo("image-kernels: " + complaint + "\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--generate 8x8 --filter gaussian --sigma -1",
                "--generate 8x8 --filter gaussian --sigma 0",
                "--generate 8x8 --filter gaussian --sigma nan",
                "--generate 8x8 --filter bilateral --sigma-colour -2",
                "--generate 8x8 --filter median --radius -1",
                "--generate 8x8 --filter sobel --sigma 2",
                "--generate 8x8 --filter median --radius 1 --size 9x9",
                "--generate 8x8 --filter equalize --border replicate",
                "--generate 8x8 --filter gaussian --border-value 9",
                "--generate 8x8 --filter convolve",
                "--generate 8x8 --filter convolve --kernel 1,2",
                "--generate 8x8 --filter convolve --kernel 1f",
                "--generate 8x8 --filter convolve --kernel 0x1p3",
                "--generate 8x8 --filter convolve --kernel 1e39",
                "--generate 8x8 --filter convolve --kernel ;;1,2,3",
                "--generate 8x8 --filter convolve --kernel ;;",
                "--generate 8x8 --filter convolve --kernel 1,0,-1 --normalize",
                "--generate 19999x1 --filter gaussian --sigma 1000 --truncate 10",
                "--generate 8x8 --filter sobel --compare",
                "--generate 8x8 --filter thumbnail --size 0x5",
                "--generate 8x8 --filter thumbnail --size big",
                "--generate 8x8 --filter thumbnail --resampling cubic",
                "--generate 8x8 --filter emboss",
                "--generate 8x8 --filter sobel --border wrap",
                "--generate 8x8 --filter sobel --border constant --border-value 300",
                "--generate 8x8 --filter sobel --runs 0",
                "--generate 8x8 --filter sobel --output out.gif",
                "--generate 8x8 --filter sobel --output /nowhere/out.png",
                "--generate 0x8 --filter sobel",
                "--generate 999999x999999 --filter sobel",
                "--generate 8x8",
                "--filter sobel",
                "--input nowhere.png --filter sobel",
                "--input . --output /nowhere --filter sobel"
            })
    void shouldRefuseWrongUseWithOneLineFromOneRank(String arguments) {
        ThreadRanks.Outcome outcome = run(3, arguments);
        assertThat(outcome.exitCode()).isEqualTo(Application.BAD_INPUT);
        assertThat(outcome.err().lines().toList()).hasSize(1).first().asString().startsWith("image-kernels: ");
        assertThat(outcome.out()).isEmpty();
    }
}
