package org.rfaas.apps.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.rfaas.apps.harness.InputException;

/**
 * Filters against those of scikit-image, scipy, OpenCV and Pillow, as docs/image-kernels.md says that they compare. The
 * expected pictures were made by {@code src/test/python/expected-pictures.py}.
 */
class OtherPackagesTest {
    private static final Kernel KERNEL = kernel(1, 2, 3, -1, 0, -4, 5, 6, 0, 1, 7, 8, -9, 2, -3);

    /** What lies beyond a constant border in those packages that let one choose. */
    private static final float LEVEL = 40;

    private static Kernel kernel(float... sixteenths) {
        for (int i = 0; i < sixteenths.length; i++) {
            sixteenths[i] /= 16;
        }
        return new Kernel(5, 3, sixteenths);
    }

    /** Names of pictures, and what of ours makes the same. */
    static Stream<Arguments> filters() {
        Stream<Arguments> atBorders = Map.of(
                        "reflect", Border.REFLECT, "replicate", Border.REPLICATE, "constant", Border.CONSTANT)
                .entrySet()
                .stream()
                .flatMap(border -> atBorder(border.getKey(), border.getValue()));
        Edge reflect = new Edge(Border.REFLECT, 0);
        return Stream.concat(
                atBorders,
                Stream.of(
                        arguments("skimage-sobel-reflect", new Sobel(reflect)),
                        arguments("opencv-median-replicate", new Median(2, new Edge(Border.REPLICATE, 0))),
                        arguments("opencv-bilateral-grey", new Bilateral(2, 30, reflect)),
                        arguments("opencv-equalize-grey", new Equalisation()),
                        arguments("opencv-area", new Thumbnail(14, 14, Resampling.AREA)),
                        arguments("pillow-lanczos", new Thumbnail(14, 14, Resampling.LANCZOS))));
    }

    private static Stream<Arguments> atBorder(String name, Border border) {
        Edge level = new Edge(border, LEVEL);
        Edge black = new Edge(border, 0);
        return Stream.of(
                arguments("scipy-convolve-" + name, new Convolution(KERNEL, level)),
                arguments("opencv-convolve-" + name, new Convolution(KERNEL, black)),
                arguments("scipy-gaussian-" + name, new Gaussian(1.7, 4, level)),
                arguments("skimage-gaussian-" + name, new Gaussian(1.7, 4, level)),
                arguments("opencv-gaussian-" + name, new Gaussian(1.7, 4, black)),
                arguments("scipy-median-" + name, new Median(2, level)),
                arguments("opencv-bilateral-" + name, new Bilateral(2, 30, black)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("filters")
    void shouldMakeTheSamePicture(String name, Filter filter) throws InputException {
        Picture expected = read(name);
        Picture picture = read(expected.channels() == 1 ? "opencv-grey" : "picture");

        Picture made = filter.prepare(picture).make();

        // no more apart than by the rounding of what was made there
        assertThat(asLevels(made).distanceTo(expected)).isLessThan(0.501);
    }

    /** It computes in whole numbers. */
    @Test
    void shouldBeAsGreyAsOpenCvWithinALevel() throws InputException {
        assertThat(read("picture").grey().rounded().distanceTo(read("opencv-grey")))
                .isLessThanOrEqualTo(1);
    }

    private static Picture asLevels(Picture picture) {
        return Sampled.make(picture, (x, y, c) -> Math.clamp(picture.at(x, y, c), 0, 255));
    }

    private static Picture read(String name) throws InputException {
        String file = "expected/" + name + ".png";
        try {
            return PictureFile.read(Path.of(Objects.requireNonNull(OtherPackagesTest.class.getResource(file), file)
                    .toURI()));
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
