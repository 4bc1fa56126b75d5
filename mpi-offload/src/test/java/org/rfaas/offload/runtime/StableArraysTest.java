package org.rfaas.offload.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.rfaas.offload.array.TrackedArray;
import org.rfaas.offload.kernel.ArrayForm;

class StableArraysTest {
    private static final ArrayForm ROWS = ArrayForm.rows(3, 4);

    private int unwovenClasses;
    private final UnseenWrites unseen = new UnseenWrites(() -> unwovenClasses);
    private final StableArrays stable = new StableArrays(unseen);
    private final float[][] rows = new float[4][3];

    @Test
    void shouldFollowAnArrayThatIsARowOfWhatIsWritten() {
        TrackedArray row = stable.track(rows[3], ArrayForm.elements(4));
        assertThat(stable.isTracked(rows)).isTrue();
        assertThat(changed(row, () -> stable.touch(rows, 0, 3)))
                .as("other rows")
                .isFalse();
        assertThat(changed(row, () -> stable.touch(rows, 3, 4))).isTrue();
    }

    @Test
    void shouldFollowRowsThatAreWrittenByThemselves() {
        TrackedArray all = stable.track(rows, ROWS);
        assertThat(stable.isTracked(rows[1])).isTrue();
        assertThat(changed(all, () -> stable.touch(rows[1], 0, 1))).isTrue();
        assertThat(stable.isTracked(new float[3])).isFalse();
        assertThat(changed(all, () -> stable.touch(new float[3], 0, 1))).isFalse();
    }

    @Test
    void shouldFollowRowsThatTwoArraysShare() {
        TrackedArray all = stable.track(rows, ROWS);
        float[][] others = {new float[3], rows[2]};
        assertThat(stable.isTracked(others)).isTrue();
        assertThat(changed(all, () -> stable.touch(others, 0, 1))).isFalse();
        assertThat(changed(all, () -> stable.touch(others, 1, 2))).isTrue();
    }

    @Test
    void shouldFollowARowThatAnArrayHasTwice() {
        float[][] periodic = {rows[0], rows[1], rows[2], rows[0]};
        TrackedArray all = stable.track(periodic, ROWS);
        long before = all.version();
        stable.touch(periodic, 1, 3);
        assertThat(all.version() - before).as("a range, and no row beside it").isOne();
        stable.touch(periodic, 0, 1);
        assertThat(all.version() - before).as("the other place of the row").isEqualTo(3);
        stable.touch(periodic, 3, 4);
        assertThat(all.version() - before).isEqualTo(5);
    }

    @Test
    void shouldTakeRowsThatAreNotThereYet() {
        TrackedArray all = stable.track(new float[][] {rows[0], null}, ROWS);
        assertThat(changed(all, () -> stable.touch(new float[3], 0, 3))).isFalse();
        assertThat(changed(all, () -> stable.touch(rows[0], 0, 3))).isTrue();
    }

    @Test
    void shouldNotTakeForARowWhatIsOfAnotherLengthThanThoseThatWorkersHave() {
        rows[1] = new float[5];
        TrackedArray all = stable.track(rows, ROWS);
        assertThat(stable.isTracked(rows[1])).isFalse();
        assertThat(changed(all, () -> stable.touch(rows[1]))).isFalse();
        assertThat(stable.isTracked(rows[2])).isTrue();
    }

    @Test
    void shouldFollowARowThatHasTakenThePlaceOfAnother() {
        TrackedArray all = stable.track(rows, ROWS);
        rows[1] = new float[3];
        assertThat(stable.isTracked(rows[1])).isTrue();
        assertThat(changed(all, () -> stable.touch(rows[1]))).isTrue();
    }

    @Test
    void shouldNotCountRowsThatOneArrayMerelyHasAsMany() {
        stable.track(new float[3], ArrayForm.elements(4));
        assertThat(stable.isTracked(rows)).isFalse();
    }

    @Test
    void shouldTrustNoArrayAfterAnotherThreadWroteUnseen() throws InterruptedException {
        TrackedArray all = stable.track(rows, ROWS);
        assertThat(changed(all, () -> stable.track(rows, ROWS))).isFalse();
        Thread other = new Thread(() -> unseen.runsUnseen("theirs", "nobody asked"));
        other.start();
        other.join();
        assertThat(unseen.count()).isOne();
        assertThat(changed(all, () -> stable.track(rows, ROWS))).isTrue();
        assertThat(changed(all, () -> stable.track(rows, ROWS))).as("for good").isTrue();
    }

    @Test
    void shouldTrustNoArrayWhileAClassRunsUnwoven() {
        TrackedArray all = stable.track(rows, ROWS);
        assertThat(unseen.count()).isZero();
        unwovenClasses = 1;
        assertThat(unseen.count()).isOne();
        assertThat(changed(all, () -> stable.track(rows, ROWS))).isTrue();
        assertThat(changed(all, () -> stable.track(rows, ROWS))).as("for good").isTrue();
    }

    @Test
    void shouldTrustArraysAgainAfterTheRankWroteUnseen() {
        TrackedArray all = stable.track(rows, ROWS);
        unseen.runsUnseen("ours", "it is out of range");
        assertThat(unseen.count()).isZero();
        assertThat(changed(all, () -> stable.track(rows, ROWS))).isTrue();
        assertThat(changed(all, () -> stable.track(rows, ROWS))).isFalse();
    }

    /** After the last loop that reads a stable array. */
    @Test
    void shouldForgetACollectedArrayWhenOthersAreWritten() {
        stable.track(new float[3], ArrayForm.elements(4));
        for (int collections = 0; collections < 500 && !stable.isEmpty(); collections++) {
            System.gc();
            assertThat(stable.isTracked(rows)).isFalse();
        }
        assertThat(stable.isEmpty()).isTrue();
    }

    private static boolean changed(TrackedArray array, Runnable touch) {
        long before = array.version();
        touch.run();
        return array.version() != before;
    }
}
