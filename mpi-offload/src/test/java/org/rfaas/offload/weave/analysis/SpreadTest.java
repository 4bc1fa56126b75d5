package org.rfaas.offload.weave.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rfaas.offload.index.Polynomial;
import org.rfaas.offload.index.Symbol;
import org.rfaas.offload.weave.analysis.Independence.Outcome;

/** What is known of many offsets is what is known of the worst two of them. */
final class SpreadTest {
    private static final int CASES = 1000;

    private final InnerLoops inners = new InnerLoops();
    private final Independence independence = new Independence(new Extremes(inners), 2);

    @Test
    void shouldJudgeAsTheWorstPairOfOffsetsDoes() {
        Polynomial n = Polynomial.of(Symbol.scalar(0));
        List<Polynomial> parts = List.of(
                Polynomial.ZERO,
                n,
                n.negated(),
                Polynomial.of(inners.addCopied(n)),
                Polynomial.of(inners.addCopied(Polynomial.constant(7))),
                Polynomial.of(inners.addCopied(n)).times(Polynomial.constant(-1)),
                Polynomial.of(Symbol.scalar(1)).times(Polynomial.of(inners.addCopied(n))));
        List<Polynomial> strides = List.of(Polynomial.constant(9), Polynomial.constant(-40), n, n.plus(4));
        Set<Outcome> seen = EnumSet.noneOf(Outcome.class);
        for (int seed = 0; seed < CASES; seed++) {
            Random random = new Random(seed * 0x9E3779B97F4A7C15L);
            Polynomial stride = strides.get(random.nextInt(strides.size()));
            int kinds = 1 + random.nextInt(parts.size());
            List<Polynomial> offsets = new ArrayList<>();
            for (int k = random.nextInt(6); k >= 0; k--) {
                offsets.add(parts.get(random.nextInt(kinds)).plus(random.nextInt(24) - 12));
            }
            Spread all = independence.along(stride);
            Outcome worst = Outcome.PROVED;
            for (Polynomial one : offsets) {
                for (Polynomial other : offsets) {
                    Outcome pair = ofTwo(stride, one, other);
                    worst = pair.compareTo(worst) > 0 ? pair : worst;
                }
                all.addWritten(one);
            }
            assertThat(all.outcome())
                    .as("seed %d: %s and %s", seed, stride, offsets)
                    .isEqualTo(worst);
            seen.add(worst);
        }
        assertThat(seen).containsExactlyInAnyOrder(Outcome.values());
    }

    private Outcome ofTwo(Polynomial stride, Polynomial one, Polynomial other) {
        Spread pair = independence.along(stride);
        pair.addWritten(one);
        return pair.with(other);
    }

    @Test
    void shouldJudgeAnOffsetWithoutAddingIt() {
        Spread spread = independence.along(Polynomial.constant(4));
        spread.addWritten(Polynomial.ZERO);
        assertThat(spread.with(Polynomial.constant(8))).isEqualTo(Outcome.CONTRADICTED);
        assertThat(spread.outcome()).isEqualTo(Outcome.PROVED);
        assertThat(spread.with(Polynomial.constant(7))).isEqualTo(Outcome.PROVED);
    }

    @Test
    void shouldFindReadsOfWhatOtherIterationsWrite() {
        Polynomial n = Polynomial.of(Symbol.scalar(0));
        Spread spread = independence.along(n);
        spread.addWritten(Polynomial.constant(3));
        assertThat(spread.isShifted(n.times(Polynomial.constant(2)).plus(3))).isTrue();
        assertThat(spread.isShifted(n.times(Polynomial.constant(-4)).plus(3))).isTrue();
        assertThat(spread.isShifted(n.plus(3))).as("of no iteration").isFalse();
        assertThat(spread.isShifted(n.times(Polynomial.constant(2)))).isFalse();
    }

    @Test
    void shouldTellReadsOfWhatOthersWriteFromReadsOfWhatTheyRead() {
        Spread spread = independence.along(Polynomial.ONE);
        spread.addWritten(Polynomial.ZERO);
        Polynomial before = Polynomial.constant(-1);
        spread.add(before, spread.with(before));
        assertThat(spread.isShifted(Polynomial.ONE)).isTrue();
        assertThat(spread.isShiftedWrite(Polynomial.ONE)).isFalse();
        assertThat(spread.isShiftedWrite(Polynomial.constant(-2))).isTrue();
    }

    /** All pairs of them would take many minutes. */
    @Test
    @Timeout(60)
    void shouldTakeManyOffsetsThatDifferByConstants() {
        Spread spread = independence.along(Polynomial.constant(1_000_000));
        Polynomial copied = Polynomial.of(inners.addCopied(Polynomial.constant(3)));
        for (int k = 0; k < 20_000; k++) {
            spread.addWritten(copied.plus(k));
        }
        assertThat(spread.outcome()).isEqualTo(Outcome.PROVED);
    }
}
