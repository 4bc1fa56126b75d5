package org.rfaas.offload.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class PolynomialTest {
    private static final Polynomial I = Polynomial.of(Symbol.LOOP);
    private static final Polynomial N = Polynomial.of(Symbol.scalar(0));
    private static final Polynomial J = Polynomial.of(Symbol.inner(0));

    @Test
    void shouldSplitAnIndexIntoStrideAndOffset() {
        Polynomial index = I.minus(Polynomial.ONE).times(N).plus(J).plus(3);
        assertThat(index.coefficientOf(Symbol.LOOP)).isEqualTo(N);
        assertThat(index.without(Symbol.LOOP)).isEqualTo(J.minus(N).plus(3));
    }

    @Test
    void shouldHaveNoCoefficientOfASquare() {
        assertThat(I.times(I).coefficientOf(Symbol.LOOP)).isNull();
    }

    @Test
    void shouldForgetTermsThatCancel() {
        assertThat(I.times(N).minus(N.times(I))).isEqualTo(Polynomial.ZERO);
    }

    @Test
    void shouldWrapLikeAnInt() {
        Polynomial index = I.times(Polynomial.constant(1L << 32)).plus(I).plus(Integer.MAX_VALUE + 1L);
        assertThat(index.wrapped()).isEqualTo(I.plus(Integer.MIN_VALUE));
    }

    @Test
    void shouldRangeOverAllValuesOfItsSymbols() {
        Polynomial index = I.times(N).minus(J);
        assertThat(index.range(symbol -> switch (symbol.kind()) {
                    case LOOP -> new Interval(-2, 3);
                    case SCALAR -> Interval.of(10);
                    case INNER -> new Interval(0, 9);
                    case ROW_LENGTH -> Interval.ZERO;
                }))
                .isEqualTo(new Interval(-29, 30));
    }

    @Test
    void shouldRangeNoWiderThanItsValuesWhereOneFactorIsASum() {
        Polynomial index = J.times(N.minus(Polynomial.ONE)).plus(I);
        assertThat(index.range(symbol -> switch (symbol.kind()) {
                    case LOOP -> new Interval(0, 3);
                    case SCALAR -> Interval.of(5);
                    case INNER -> new Interval(0, 2);
                    case ROW_LENGTH -> Interval.ZERO;
                }))
                .isEqualTo(new Interval(0, 11));
    }

    @Test
    void shouldThrowRatherThanOverflow() {
        Polynomial square = I.times(I).times(I);
        assertThatThrownBy(() -> square.range(_ -> Interval.of(Integer.MAX_VALUE * 4L)))
                .isInstanceOf(ArithmeticException.class);
    }

    @Test
    void shouldReadLikeSource() {
        assertThat(I.times(N).minus(J.times(Polynomial.constant(2))).plus(-1)).hasToString("i*s0 - 2*j0 - 1");
    }
}
