package org.rfaas.offload.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ResidencyTest {
    private static final int DOUBLE = 8;

    @Test
    void shouldSendInRequestsWhatEachIterationReadsOfItsOwn() {
        assertThat(isResident(Footprint.affine(1, -1, 1), DOUBLE)).isFalse();
        assertThat(isResident(Footprint.affine(-100, 0, 99), DOUBLE)).isFalse();
    }

    @Test
    void shouldKeepWhatAnyIterationMayRead() {
        assertThat(isResident(Footprint.whole(), DOUBLE)).isTrue();
        assertThat(isResident(Footprint.affine(0, 3, 3), DOUBLE)).isTrue();
    }

    @Test
    void shouldKeepWhatMoreThanSixteenIterationsRead() {
        assertThat(isResident(Footprint.affine(2, 0, 31), DOUBLE)).isFalse();
        assertThat(isResident(Footprint.affine(2, 0, 32), DOUBLE)).isTrue();
        assertThat(isResident(Footprint.affine(-2, 0, 31), DOUBLE)).isFalse();
        assertThat(isResident(Footprint.affine(-2, 0, 32), DOUBLE)).isTrue();
    }

    @Test
    void shouldKeepWhereAnIterationReadsMoreThan64KiB() {
        assertThat(isResident(Footprint.affine(8192, 0, 8191), DOUBLE)).isFalse();
        assertThat(isResident(Footprint.affine(8192, 0, 8192), DOUBLE)).isTrue();
        assertThat(isResident(Footprint.affine(1, 0, 0), 64 << 10)).as("a row").isFalse();
        assertThat(isResident(Footprint.affine(1, 0, 0), (64 << 10) + 4)).isTrue();
    }

    @Test
    void shouldKeepWhatIsStableAndNothingThatIsWritten() {
        assertThat(Residency.isResident(Access.READ, Footprint.affine(1, 0, 0), true, DOUBLE))
                .isTrue();
        for (Access writing : new Access[] {Access.WRITE, Access.UPDATE}) {
            assertThat(Residency.isResident(writing, Footprint.affine(8192, 0, 8191), true, DOUBLE))
                    .isFalse();
            assertThat(Residency.isResident(writing, Footprint.affine(100_000, 0, 99_999), false, DOUBLE))
                    .isFalse();
        }
    }

    private static boolean isResident(Footprint footprint, int unitBytes) {
        return Residency.isResident(Access.READ, footprint, false, unitBytes);
    }
}
