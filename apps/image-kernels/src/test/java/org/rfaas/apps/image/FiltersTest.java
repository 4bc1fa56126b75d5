package org.rfaas.apps.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.rfaas.apps.harness.InputException;
import org.rfaas.apps.harness.RowBlock;

class FiltersTest {
    private static final Edge REFLECT = new Edge(Border.REFLECT, 0);
    private static final Kernel LOPSIDED =
            new Kernel(3, 5, new float[] {1, 2, 3, -4, 5, 6, 7, 8, -9, 1, 0, 2, 0.5f, 3, -1});

    /** Its sums lie where floats are further apart than whole levels. */
    private static final Kernel HEAVY =
            new Kernel(3, 3, new float[] {1e4f, -2e5f / 3, 3, 7e6f / 9, 5e6f / 7, 6, -1e7f / 3, 8, 9e-3f});

    static Stream<Filter> filters() {
        return Arrays.stream(Border.values())
                .map(border -> new Edge(border, 77))
                .flatMap(edge -> Stream.of(
                        new Convolution(LOPSIDED, edge),
                        new Convolution(HEAVY, edge),
                        new Gaussian(1.3, 4, edge),
                        new Gaussian(0.1, 4, edge),
                        new Sobel(edge),
                        new Median(0, edge),
                        new Median(2, edge),
                        new Bilateral(1.5, 40, edge)));
    }

    static Stream<Filter> allFilters() {
        return Stream.concat(
                filters(),
                Stream.of(
                        new Equalisation(),
                        new Thumbnail(7, 7, Resampling.AREA),
                        new Thumbnail(8, 3, Resampling.LANCZOS),
                        new Thumbnail(1, 1, Resampling.LANCZOS),
                        new Thumbnail(500, 500, Resampling.LANCZOS)));
    }

    /** Sizes smaller than a filter's square too. */
    private static List<Picture> pictures() {
        return List.of(
                noise(23, 17, 3), noise(16, 9, 1), noise(1, 1, 3), noise(2, 1, 1), noise(1, 6, 3), noise(3, 3, 1));
    }

    private static Picture noise(int width, int height, int channels) {
        SplittableRandom random = new SplittableRandom(31L * width + height);
        return Sampled.make(width, height, channels, (x, y, c) -> random.nextInt(256));
    }

    private static Picture grey(int width, float... samples) {
        return new Picture(width, samples.length / width, 1, samples);
    }

    @ParameterizedTest
    @MethodSource("allFilters")
    void shouldAgreeWithTheReference(Filter filter) throws InputException {
        for (Picture picture : pictures()) {
            assertThat(filter.prepare(picture).make().distanceTo(filter.reference(picture)))
                    .as("%d x %d x %d", picture.width(), picture.height(), picture.channels())
                    .isLessThan(PictureRun.TOLERANCE);
        }
    }

    @ParameterizedTest
    @MethodSource("allFilters")
    void shouldGiveTheSameRowsWhoeverMakesThem(Filter filter) throws InputException {
        Picture picture = noise(23, 17, 3);
        Picture whole = filter.prepare(picture).make();
        UnaryOperator<long[]> sum = _ -> histogram(picture);
        for (int rank = 0; rank < 5; rank++) {
            RowBlock rows = RowBlock.share(whole.height(), rank, 5);
            float[] expected =
                    Arrays.copyOfRange(whole.samples(), rows.first() * whole.stride(), rows.end() * whole.stride());
            assertThat(filter.prepare(picture, rows, sum).make().samples()).isEqualTo(expected);
        }
    }

    private static long[] histogram(Picture picture) {
        long[] counts = new long[256];
        for (float level : picture.grey().rounded().samples()) {
            counts[(int) level]++;
        }
        return counts;
    }

    @ParameterizedTest
    @MethodSource("allFilters")
    void shouldLeaveAnEvenPictureEven(Filter filter) throws InputException {
        Picture even = Sampled.make(12, 9, 3, (x, y, c) -> 77);
        double expected = switch (filter) {
            case Convolution convolution -> {
                double sum = 0;
                for (float weight : convolution.kernel().weights()) {
                    sum += weight;
                }
                yield 77 * sum;
            }
            case Sobel _ -> 0;
            case Bilateral _, Equalisation _, Gaussian _, Median _, Thumbnail _ -> 77;
        };
        for (float sample : filter.prepare(even).make().samples()) {
            assertThat(sample).isCloseTo((float) expected, within(1e-3f));
        }
    }

    @ParameterizedTest
    @EnumSource(Border.class)
    void shouldChangeNothingByADelta(Border border) throws InputException {
        Edge edge = new Edge(border, 9);
        for (Picture picture : pictures()) {
            assertThat(new Convolution(new Kernel(1, 1, new float[] {1}), edge)
                            .prepare(picture)
                            .make()
                            .samples())
                    .isEqualTo(picture.samples());
            assertThat(new Convolution(new Kernel(3, 3, new float[] {0, 0, 0, 0, 1, 0, 0, 0, 0}), edge)
                            .prepare(picture)
                            .make()
                            .samples())
                    .isEqualTo(picture.samples());
            assertThat(new Median(0, edge).prepare(picture).make().samples()).isEqualTo(picture.samples());
        }
    }

    /** A kernel spreads a point into itself; a correlation would turn it. */
    @Test
    void shouldSpreadAPointIntoTheKernel() throws InputException {
        Picture point = Picture.of(5, 7, 1);
        point.samples()[3 * 5 + 2] = 1;
        Picture spread = new Convolution(LOPSIDED, new Edge(Border.CONSTANT, 0))
                .prepare(point)
                .make();
        for (int j = 0; j < 5; j++) {
            for (int i = 0; i < 3; i++) {
                assertThat(spread.at(1 + i, 1 + j, 0)).isEqualTo(LOPSIDED.at(i, j));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "REFLECT, 4, -1, 0",
        "REFLECT, 4, -2, 1",
        "REFLECT, 4, 4, 3",
        "REFLECT, 4, 7, 0",
        "REFLECT, 4, 8, 0",
        "REFLECT, 4, -5, 3",
        "REFLECT, 1, -9, 0",
        "REPLICATE, 4, -3, 0",
        "REPLICATE, 4, 9, 3",
        "CONSTANT, 4, -1, -1",
        "CONSTANT, 4, 3, 3"
    })
    void shouldMapWhatIsBeyondTheEdge(Border border, int n, int i, int expected) {
        assertThat(border.map(i, n)).isEqualTo(expected);
    }

    @Test
    void shouldBlurAStepByHand() throws InputException {
        // weights of sigma 0.5 cut at 2 sigma: 0.106507, 0.786986, 0.106507
        Picture step = grey(4, 0, 0, 100, 100);
        float[] blurred = new Gaussian(0.5, 2, REFLECT).prepare(step).make().samples();
        assertThat(blurred).containsExactly(new float[] {0, 10.6507f, 89.3493f, 100}, within(1e-3f));
    }

    @Test
    void shouldFindTheSlopeOfARampByHand() throws InputException {
        // 10 a column: h = 20 within, 10 at the reflecting edges; v = 0; magnitude |h| / sqrt(2)
        Picture ramp = grey(4, 0, 10, 20, 30, 0, 10, 20, 30, 0, 10, 20, 30);
        float edge = (float) (10 / Math.sqrt(2));
        float[] slope = new Sobel(REFLECT).prepare(ramp).make().samples();
        assertThat(Arrays.copyOfRange(slope, 4, 8))
                .containsExactly(new float[] {edge, 2 * edge, 2 * edge, edge}, within(1e-4f));
    }

    @Test
    void shouldRemoveASpeckByTheMedian() throws InputException {
        Picture speck = grey(3, 1, 2, 3, 4, 255, 6, 7, 8, 9);
        assertThat(new Median(1, REFLECT).prepare(speck).make().at(1, 1, 0)).isEqualTo(6);
        assertThat(new Median(1, REFLECT).prepare(speck).make().at(0, 0, 0)).isEqualTo(2);
    }

    @Test
    void shouldEqualiseByHand() throws InputException {
        // C = 1, 3, 4 of 4: levels go to 0, 255 * 2/3 = 170, 255
        assertThat(new Equalisation().prepare(grey(4, 50, 60, 60, 200)).make().samples())
                .containsExactly(0, 170, 170, 255);
    }

    @Test
    void shouldTakeMeansOfAreasByHand() throws InputException {
        // five to two: the middle pixel counts half on each side
        Picture line = grey(5, 10, 20, 30, 40, 50);
        assertThat(new Thumbnail(2, 1, Resampling.AREA).prepare(line).make().samples())
                .containsExactly(new float[] {18, 42}, within(1e-4f));
        assertThat(new Thumbnail(10, 10, Resampling.AREA).prepare(line).make().samples())
                .isEqualTo(line.samples());
    }

    @Test
    void shouldKeepProportionsOfThumbnails() {
        Thumbnail thumbnail = new Thumbnail(100, 100, Resampling.LANCZOS);
        Picture wide = Picture.of(640, 480, 1);
        assertThat(thumbnail.width(wide)).isEqualTo(100);
        assertThat(thumbnail.height(wide)).isEqualTo(75);
        assertThat(thumbnail.height(Picture.of(900, 1, 1))).isEqualTo(1);
    }

    @Test
    void shouldKeepAnEdgeThatABilateralFilterSees() throws InputException {
        Picture step = Sampled.make(12, 5, 1, (x, y, c) -> x < 6 ? 20 + (x + y) % 2 : 200 + (x + y) % 2);
        Picture smooth = new Bilateral(2, 10, REFLECT).prepare(step).make();
        assertThat(smooth.at(5, 2, 0)).isBetween(20f, 21f);
        assertThat(smooth.at(6, 2, 0)).isBetween(200f, 201f);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "1 2; 3 4|odd",
                "1 2 3; 1 2; 1|a row has 2 weights",
                "1 x 2|'x' is not a finite number",
                "nan|'nan'",
                "1;|a row has 0 weights",
                "1 1 1; 1 1 1|odd"
            })
    void shouldRefuseAKernelThatIsNone(String text, String complaint) {
        assertThat(catchThrowable(() -> Kernel.parse(text)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(complaint);
    }

    @Test
    void shouldNormaliseAKernel() throws InputException {
        assertThat(Kernel.parse("1,2,1;2 4 2; 1 2 1").normalised().weights())
                .containsExactly(
                        new float[] {.0625f, .125f, .0625f, .125f, .25f, .125f, .0625f, .125f, .0625f}, within(1e-7f));
    }
}
