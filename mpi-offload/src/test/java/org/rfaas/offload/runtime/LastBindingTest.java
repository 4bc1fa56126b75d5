package org.rfaas.offload.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.rfaas.offload.woven.HandWoven;
import org.rfaas.offload.woven.LoopBinding;

class LastBindingTest {
    private static final int N = 100;

    private final LastBinding axpy = new LastBinding(HandWoven.axpy().descriptor());
    private final double[] x = new double[N];
    private final double[] y = new double[N];

    @Test
    void shouldKeepTheBindingOfCallsThatDifferInNothingItRestsOn() {
        LoopBinding first = axpy(x, y, 2, 0, N);

        assertThat(first).isInstanceOf(LoopBinding.Independent.class);
        assertThat(axpy(x, y, 2, 0, N)).isSameAs(first);
        assertThat(axpy(y, x, 2, 0, N)).as("arrays exchanged").isSameAs(first);
        assertThat(axpy(x, new double[N], 3, 0, N)).as("another factor").isSameAs(first);
    }

    @Test
    void shouldBindAnewWhenTheRangeOrALengthDiffers() {
        LoopBinding all = axpy(x, y, 2, 0, N);

        assertThat(axpy(x, y, 2, 0, N - 1)).isNotSameAs(all).isInstanceOf(LoopBinding.Independent.class);
        assertThat(axpy(x, y, 2, 1, N)).isInstanceOf(LoopBinding.InOrder.class);
        assertThat(axpy(x, y, 2, 0, N)).isInstanceOf(LoopBinding.Independent.class);
        assertThat(axpy(x, new double[N - 1], 2, 0, N)).isInstanceOf(LoopBinding.InOrder.class);
    }

    @Test
    void shouldSeeThatArraysHaveBecomeTheSameOrAreMissing() {
        axpy(x, y, 2, 0, N);

        assertThat(axpy(x, x, 2, 0, N)).isInstanceOf(LoopBinding.InOrder.class);
        assertThat(axpy(x, null, 2, 0, N)).isInstanceOf(LoopBinding.InOrder.class);
    }

    @Test
    void shouldBindAnewWhenAScalarOfAnIndexDiffers() {
        LastBinding mix = new LastBinding(HandWoven.mix().descriptor());
        Object[] references = {x, y, new int[N + 1], new double[4 * N], new double[4 * N], new int[N]};
        long[] scalars = {1, 0, 0, 1, 0, 0, 0};
        LoopBinding first = mix.of(references, scalars, 0, N);
        scalars[6] = Double.doubleToRawLongBits(5);

        assertThat(first).isInstanceOf(LoopBinding.Independent.class);
        assertThat(mix.of(references, scalars, 0, N)).as("another factor").isSameAs(first);
        scalars[0] = 2;
        assertThat(mix.of(references, scalars, 0, N)).isNotEqualTo(first);
    }

    @Test
    void shouldLookAtRowsEachTime() {
        LastBinding scaleRows = new LastBinding(HandWoven.scaleRows(false).descriptor());
        float[][] from = new float[N][3];
        float[][] into = new float[N][3];
        Object[] references = {from, new float[3], into};

        assertThat(scaleRows.of(references, new long[0], 0, N)).isInstanceOf(LoopBinding.Independent.class);
        into[7] = into[8];
        assertThat(scaleRows.of(references, new long[0], 0, N)).isInstanceOf(LoopBinding.InOrder.class);
    }

    private LoopBinding axpy(double[] from, double[] into, double factor, int start, int trips) {
        return axpy.of(new Object[] {from, into}, new long[] {Double.doubleToRawLongBits(factor)}, start, trips);
    }
}
