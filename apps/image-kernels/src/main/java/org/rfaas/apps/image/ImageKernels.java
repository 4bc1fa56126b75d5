package org.rfaas.apps.image;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.rfaas.apps.harness.Application;
import org.rfaas.apps.harness.InputException;
import org.rfaas.apps.harness.Ranks;
import org.rfaas.apps.harness.RefusedException;
import org.rfaas.apps.harness.Report;
import org.rfaas.apps.harness.Session;
import org.rfaas.cli.Version;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Filters pictures under {@code mpirun}, or alone. */
@Command(
        name = "image-kernels",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        usageHelpAutoWidth = true,
        description =
                "Filters a picture, its rows over MPI ranks, or the pictures of a folder, one after the other on each"
                        + " rank; the rows of a rank are shared with leased workers.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:a result differs from its reference, or the program failed",
            "2:wrong input or options, or too little memory"
        })
public final class ImageKernels extends Application {
    @ArgGroup(exclusive = true, multiplicity = "1")
    private Source source = new Source();

    @Mixin
    private FilterOptions filter = new FilterOptions();

    @Option(
            names = "--output",
            paramLabel = "FILE|FOLDER",
            description =
                    "where the result goes (.png, .jpg, .ppm; .pgm: grey), or the results of a folder by the same names")
    private @Nullable Path output;

    @Option(names = "--grey", description = "make the picture grey first")
    private boolean isGrey;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "seed of --generate (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(
            names = "--runs",
            paramLabel = "R",
            defaultValue = "1",
            description = "how often to filter a picture (default: ${DEFAULT-VALUE})")
    private int runs;

    /** Exactly one of them. */
    static final class Source {
        @Option(
                names = "--input",
                paramLabel = "FILE|FOLDER",
                description = "a picture (PNG, JPEG, PPM), or a folder of them")
        private @Nullable Path input;

        @Option(names = "--generate", paramLabel = "WxH", description = "a sample picture of that size")
        private @Nullable String generated;
    }

    ImageKernels(Ranks ranks) {
        super(ranks);
    }

    /** Runs and exits. */
    public static void main(String[] args) {
        launch(ImageKernels::new, args);
    }

    @Override
    protected Report run(Session session) throws RefusedException {
        Filter chosen = session.together(() -> {
            if (runs < 1) {
                throw new InputException("--runs " + runs + " is not positive");
            }
            given().requireUse("--seed", "--generate");
            return filter.filter();
        });
        Path input = source.input;
        if (input != null && Files.isDirectory(input)) {
            Folder folder = session.together(() -> Folder.open(input, output));
            return new FolderRun(session, chosen, this::prepared, runs).run(folder);
        }
        session.checkOnRankZero(this::requireWritable);
        Picture picture = session.together(() -> load(input));
        return new PictureRun(session, chosen, runs).run(picture, output);
    }

    private void requireWritable() throws InputException {
        if (output != null) {
            PictureFile.requireWritable(output);
        }
    }

    private Picture load(@Nullable Path input) throws InputException {
        if (input != null) {
            return prepared(PictureFile.read(input));
        }
        Size size = Size.parse("--generate", String.valueOf(source.generated));
        return prepared(SamplePicture.of(size.width(), size.height(), seed));
    }

    /** What is filtered, of a picture as it was read or made. */
    private Picture prepared(Picture picture) {
        return isGrey ? picture.grey().rounded() : picture;
    }
}
