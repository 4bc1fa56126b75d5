package org.rfaas.offload.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.rfaas.offload.array.TrackedArray;

class StableArraysTest {
    private int unwovenClasses;
    private final StableArrays stable = new StableArrays(() -> unwovenClasses);
    private final float[][] rows = new float[4][3];

    @Test
    void shouldFollowAnArrayThatIsARowOfWhatIsWritten() {
        TrackedArray row = stable.track(rows[3], 4);
        assertThat(stable.isTracked(rows)).isTrue();
        assertThat(changed(row, () -> stable.touch(rows, 0, 3)))
                .as("other rows")
                .isFalse();
        assertThat(changed(row, () -> stable.touch(rows, 3, 4))).isTrue();
    }

    @Test
    void shouldFollowRowsThatAreWrittenByThemselves() {
        TrackedArray all = stable.track(rows, 12);
        assertThat(stable.isTracked(rows[1])).isTrue();
        assertThat(changed(all, () -> stable.touch(rows[1], 0, 1))).isTrue();
        assertThat(stable.isTracked(new float[3])).isFalse();
        assertThat(changed(all, () -> stable.touch(new float[3], 0, 1))).isFalse();
    }

    @Test
    void shouldFollowRowsThatTwoArraysShare() {
        TrackedArray all = stable.track(rows, 12);
        float[][] others = {new float[3], rows[2]};
        assertThat(stable.isTracked(others)).isTrue();
        assertThat(changed(all, () -> stable.touch(others, 0, 1))).isFalse();
        assertThat(changed(all, () -> stable.touch(others, 1, 2))).isTrue();
    }

    @Test
    void shouldFollowARowThatAnArrayHasTwice() {
        float[][] periodic = {rows[0], rows[1], rows[2], rows[0]};
        TrackedArray all = stable.track(periodic, 12);
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
        TrackedArray all = stable.track(new float[][] {rows[0], null}, 12);
        assertThat(changed(all, () -> stable.touch(new float[3], 0, 3))).isFalse();
        assertThat(changed(all, () -> stable.touch(rows[0], 0, 3))).isTrue();
    }

    @Test
    void shouldNotCountRowsThatOneArrayMerelyHasAsMany() {
        stable.track(new float[3], 4);
        assertThat(stable.isTracked(rows)).isFalse();
    }

    @Test
    void shouldTrustNoArrayAfterAnotherThreadWroteUnseen() throws InterruptedException {
        TrackedArray all = stable.track(rows, 12);
        assertThat(changed(all, () -> stable.track(rows, 12))).isFalse();
        Thread other = new Thread(() -> stable.writesUnseen("theirs", "nobody asked"));
        other.start();
        other.join();
        assertThat(stable.unseenWrites()).isOne();
        assertThat(changed(all, () -> stable.track(rows, 12))).isTrue();
        assertThat(changed(all, () -> stable.track(rows, 12))).as("for good").isTrue();
    }

    @Test
    void shouldTrustNoArrayWhileAClassRunsUnwoven() {
        TrackedArray all = stable.track(rows, 12);
        assertThat(stable.unseenWrites()).isZero();
        unwovenClasses = 1;
        assertThat(stable.unseenWrites()).isOne();
        assertThat(changed(all, () -> stable.track(rows, 12))).isTrue();
        assertThat(changed(all, () -> stable.track(rows, 12))).as("for good").isTrue();
    }

    @Test
    void shouldTrustArraysAgainAfterTheRankWroteUnseen() {
        TrackedArray all = stable.track(rows, 12);
        stable.writesUnseen("ours", "it is out of range");
        assertThat(stable.unseenWrites()).isZero();
        assertThat(changed(all, () -> stable.track(rows, 12))).isTrue();
        assertThat(changed(all, () -> stable.track(rows, 12))).isFalse();
    }

    private static boolean changed(TrackedArray array, Runnable touch) {
        long before = array.version();
        touch.run();
        return array.version() != before;
    }
}
