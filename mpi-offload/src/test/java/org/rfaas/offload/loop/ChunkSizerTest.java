package org.rfaas.offload.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rfaas.offload.array.ArrayStorage;
import org.rfaas.offload.array.LoopArray;
import org.rfaas.offload.array.TrackedArray;
import org.rfaas.offload.kernel.ArrayForm;
import org.rfaas.offload.kernel.LoopFrame;
import org.rfaas.offload.plan.Access;
import org.rfaas.offload.plan.Columns;
import org.rfaas.offload.plan.Footprint;
import org.rfaas.offload.worker.FakeWorker;
import org.rfaas.offload.worker.RemoteFailureException;

/** The array of these loops is written only, so that answers are what has to fit a slot. */
class ChunkSizerTest {
    private static final int MANY = 1000;
    private static final double SHORT_NS = 1_000;
    private static final double LONG_NS = 1_000_000;

    /** Has room for the answer of {@link #MANY} iterations that write an element each. */
    private final FakeWorker roomy = worker(MANY);

    private final ChunkSizer sizer = new ChunkSizer(writing(1, 1), 0);

    @AfterEach
    void closeWorker() {
        roomy.close();
    }

    @Test
    void shouldBeAQuarterOfWhatIsLeftWhileThatIsLong() {
        sizer.begin(0, MANY, MANY * LONG_NS, roomy);

        assertThat(sizer.chunk(MANY)).isEqualTo(250);
        assertThat(sizer.chunk(100)).isEqualTo(25);
        assertThat(sizer.chunk(2)).isEqualTo(1);
        assertThat(sizer.chunk(1)).isEqualTo(1);
    }

    @Test
    void shouldTakeATenthOfAMillisecondAtLeastUnlessLessIsLeft() {
        sizer.begin(0, MANY, MANY * SHORT_NS, roomy);

        assertThat(sizer.chunk(MANY)).isEqualTo(250);
        assertThat(sizer.chunk(300)).isEqualTo(100);
        assertThat(sizer.chunk(60)).isEqualTo(60);
    }

    /** However short the part is. */
    @ParameterizedTest
    @CsvSource({"1000, 500", "3, 2", "2, 1", "1, 1"})
    void shouldBeTwoAtLeast(int iterations, int chunk) {
        sizer.begin(0, iterations, 1, roomy);

        assertThat(sizer.chunk(iterations)).isEqualTo(chunk);
    }

    @ParameterizedTest
    @CsvSource({"1000, 1000, 500", "1000, 500, 500", "3, 3, 2", "3, 1, 1", "1, 1, 1"})
    void shouldBeHalves(int iterations, int left, int chunk) {
        sizer.beginInTwo(0, iterations, roomy);

        assertThat(sizer.chunk(left)).isEqualTo(chunk);
    }

    @ParameterizedTest
    @CsvSource({"640, 640, 10", "640, 30, 10", "640, 7, 7", "63, 63, 1"})
    void shouldBeOneInSixtyFourOfAPartOfWhichNobodyKnowsHowLongItTakes(int iterations, int left, int chunk) {
        sizer.begin(0, iterations, 0, roomy);

        assertThat(sizer.chunk(left)).isEqualTo(chunk);
    }

    @Test
    void shouldFitASlot() {
        try (FakeWorker small = worker(100)) {
            sizer.begin(0, MANY, 0, small);
            assertThat(sizer.chunk(MANY)).isEqualTo(MANY / 64);

            sizer.begin(0, MANY, MANY * LONG_NS, small);
            assertThat(sizer.chunk(MANY)).isEqualTo(100);
            assertThat(sizer.largest(0, MANY, small)).isEqualTo(100);
            assertThat(sizer.largest(0, 99, small)).isEqualTo(99);
        }
    }

    /**
     * Of two elements in five, four iterations travel without their gaps, which are more than what is written; three do with
     * them, which takes more.
     */
    @Test
    void shouldFindASizeThatFitsWhereAFewIterationsNeedMoreRoomThanMany() {
        LoopArgument[] gapped = writing(5, 2);
        try (FakeWorker small = worker(10)) {
            ChunkSizer ofGapped = new ChunkSizer(gapped, 0);
            ofGapped.beginInTwo(0, 5, small);
            assertThat(ofGapped.chunk(5)).as("of 5, by time alone").isEqualTo(3);

            for (int left = 1; left <= MANY; left++) {
                int largest = ofGapped.largest(0, left, small);
                assertThat(fits(gapped, left - largest, left, 10))
                        .as("%d of %d", largest, left)
                        .isTrue();
            }
            assertThat(ofGapped.largest(0, 3, small)).isEqualTo(2);
        }
    }

    @Test
    void shouldSayWhatToDoWhenNotEvenOneIterationFits() {
        try (FakeWorker small = worker(4)) {
            ChunkSizer ofWide = new ChunkSizer(writing(5, 5), 0);
            assertThatThrownBy(() -> ofWide.begin(0, 7, 0, small))
                    .isInstanceOf(RemoteFailureException.class)
                    .hasMessage(
                            "iteration 6 moves more than the 96 bytes of a slot; let an iteration write less, or make slots"
                                    + " larger");
        }
    }

    /** A worker whose slots have room for answers of so many elements. */
    private static FakeWorker worker(int elements) {
        return new FakeWorker(1, LoopFrame.ANSWER_HEADER_BYTES + elements * Double.BYTES);
    }

    /** A loop whose iteration i writes {@code width} elements from {@code stride * i} on. */
    private static LoopArgument[] writing(int stride, int width) {
        ArrayForm form = ArrayForm.elements(Double.BYTES);
        ArrayStorage storage = ArrayStorage.of(new double[stride * MANY], form, Double.BYTES, Columns.all(0));
        LoopArray array = new LoopArray(new TrackedArray(), storage, form);
        return new LoopArgument[] {
            new LoopArgument.OfArray(array, Access.WRITE, Footprint.affine(stride, 0, width - 1), false)
        };
    }

    private static boolean fits(LoopArgument[] arguments, int lo, int hi, int elements) {
        ChunkLayout layout = new ChunkLayout(arguments);
        layout.layOut(lo, hi, 0);
        return layout.fits(Long.MAX_VALUE, LoopFrame.ANSWER_HEADER_BYTES + (long) elements * Double.BYTES);
    }
}
