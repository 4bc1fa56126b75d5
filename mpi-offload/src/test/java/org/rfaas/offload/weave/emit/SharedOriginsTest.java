package org.rfaas.offload.weave.emit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.rfaas.offload.index.Polynomial;
import org.rfaas.offload.index.Symbol;
import org.rfaas.offload.plan.Access;
import org.rfaas.offload.woven.ArrayUse;

class SharedOriginsTest {
    private static final Polynomial J = Polynomial.of(Symbol.inner(0));
    private static final Polynomial K = Polynomial.of(Symbol.inner(1));
    private static final Polynomial N = Polynomial.of(Symbol.scalar(0));

    @Test
    void shouldSubtractNothingWhereTheFirstElementIsReachedWithEveryOther() {
        assertThat(isFirst(Polynomial.ZERO, J)).isTrue();
        assertThat(isFirst(Polynomial.ZERO, J.plus(3), J)).isTrue();
        assertThat(isFirst(Polynomial.ZERO, J.times(N).plus(K))).isTrue();
        assertThat(isFirst(Polynomial.ZERO, Polynomial.ZERO, J.plus(3))).isTrue();
    }

    @Test
    void shouldSubtractTheOriginWhereAWindowMayBeginElsewhere() {
        assertThat(isFirst(Polynomial.ONE, J)).isFalse();
        assertThat(isFirst(Polynomial.ZERO, J.plus(1))).isFalse();
        assertThat(isFirst(Polynomial.ZERO, J.plus(N))).isFalse();
        // where the loop of k is empty, only j + 3 is reached
        assertThat(isFirst(Polynomial.ZERO, J.plus(3), K)).isFalse();
    }

    @Test
    void shouldShareOriginsOfUsesThatMoveAlike() {
        List<ArrayUse> uses = List.of(
                ArrayUse.whole(0),
                use(Polynomial.ONE, Polynomial.ZERO),
                use(N, Polynomial.ZERO),
                use(Polynomial.ONE, J.plus(1)),
                use(Polynomial.ZERO, J),
                use(Polynomial.ZERO, K));
        assertThat(new SharedOrigins(uses).encoded()).isEqualTo("\0\1\2\1\4\5");
    }

    private static boolean isFirst(Polynomial stride, Polynomial... offsets) {
        return new SharedOrigins(List.of(use(stride, offsets))).isFirst(0);
    }

    private static ArrayUse use(Polynomial stride, Polynomial... offsets) {
        return new ArrayUse(0, Access.READ, false, stride, List.of(offsets), List.of());
    }
}
