package org.rfaas.apps.image;

import org.jspecify.annotations.Nullable;
import org.rfaas.apps.harness.GivenOptions;
import org.rfaas.apps.harness.InputException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Which filter, and how. */
final class FilterOptions {
    private static final int GREATEST_RADIUS = 127;

    static final String BORDER = "--border";
    static final String BORDER_VALUE = "--border-value";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(
            names = "--filter",
            required = true,
            paramLabel = "NAME",
            description = "convolve, gaussian, sobel, median, bilateral, equalize or thumbnail")
    private FilterName name = FilterName.GAUSSIAN;

    @Option(names = "--kernel", paramLabel = "WEIGHTS", description = "of convolve, for example '0 1 0; 1 -4 1; 0 1 0'")
    private @Nullable String kernel;

    @Option(names = "--normalize", description = "divide the kernel's weights by their sum")
    private boolean isNormalised;

    @Option(
            names = "--sigma",
            paramLabel = "S",
            defaultValue = "2",
            description = "of gaussian and, in space, of bilateral, pixels (default: ${DEFAULT-VALUE})")
    private double sigma;

    @Option(
            names = "--truncate",
            paramLabel = "T",
            defaultValue = "4",
            description = "cut gaussian off at so many sigmas (default: ${DEFAULT-VALUE})")
    private double truncate;

    @Option(
            names = "--sigma-colour",
            paramLabel = "S",
            defaultValue = "30",
            description = "of bilateral, levels (default: ${DEFAULT-VALUE})")
    private double sigmaColour;

    @Option(
            names = "--radius",
            paramLabel = "R",
            defaultValue = "1",
            description = "of median: its square has 2R + 1 pixels a side (default: ${DEFAULT-VALUE})")
    private int radius;

    @Option(
            names = "--size",
            paramLabel = "WxH",
            defaultValue = "256x256",
            description = "the box that a thumbnail fits (default: ${DEFAULT-VALUE})")
    private String size = "";

    @Option(
            names = "--resampling",
            paramLabel = "area|lanczos",
            defaultValue = "area",
            description = "of thumbnail (default: ${DEFAULT-VALUE})")
    private Resampling resampling = Resampling.AREA;

    @Option(
            names = BORDER,
            paramLabel = "reflect|replicate|constant",
            defaultValue = "reflect",
            description = "what lies beyond the edge (default: ${DEFAULT-VALUE})")
    private Border border = Border.REFLECT;

    @Option(
            names = BORDER_VALUE,
            paramLabel = "V",
            defaultValue = "0",
            description = "level beyond a constant border, 0 to 255 (default: ${DEFAULT-VALUE})")
    private int borderValue;

    Filter filter() throws InputException {
        GivenOptions given = new GivenOptions(command);
        name.requireOwn(given);
        if (given.has(BORDER_VALUE) && border != Border.CONSTANT) {
            throw new InputException(BORDER_VALUE + " needs " + BORDER + " constant");
        }
        Edge edge = new Edge(border, within(BORDER_VALUE, borderValue, 0, 255));
        return switch (name) {
            case CONVOLVE -> new Convolution(kernel(), edge);
            case GAUSSIAN -> gaussian(edge);
            case SOBEL -> new Sobel(edge);
            case MEDIAN -> new Median(within("--radius", radius, 0, GREATEST_RADIUS), edge);
            case BILATERAL ->
                new Bilateral(
                        within("--sigma", sigma, 0.1, GREATEST_RADIUS / 1.5),
                        within("--sigma-colour", sigmaColour, 0.1, 1e6),
                        edge);
            case EQUALIZE -> new Equalisation();
            case THUMBNAIL -> thumbnail();
        };
    }

    private Gaussian gaussian(Edge edge) throws InputException {
        within("--sigma", sigma, 0.01, 1000);
        within("--truncate", truncate, 0.1, 100);
        Gaussian gaussian = new Gaussian(sigma, truncate, edge);
        within("--sigma times --truncate", gaussian.radius(), 0, 10_000);
        return gaussian;
    }

    private Kernel kernel() throws InputException {
        if (kernel == null) {
            throw new InputException("--filter convolve needs --kernel");
        }
        Kernel given = Kernel.parse(kernel);
        return isNormalised ? given.normalised() : given;
    }

    private Thumbnail thumbnail() throws InputException {
        Size box = Size.parse("--size", size);
        return new Thumbnail(box.width(), box.height(), resampling);
    }

    private static int within(String option, int value, int least, int greatest) throws InputException {
        if (value < least || value > greatest) {
            throw new InputException(option + " " + value + " is not in " + least + ".." + greatest);
        }
        return value;
    }

    private static double within(String option, double value, double least, double greatest) throws InputException {
        if (!(value >= least && value <= greatest)) {
            throw new InputException(option + " " + value + " is not in " + least + ".." + greatest);
        }
        return value;
    }
}
