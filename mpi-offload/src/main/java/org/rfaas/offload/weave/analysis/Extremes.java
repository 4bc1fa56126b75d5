package org.rfaas.offload.weave.analysis;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rfaas.offload.index.Polynomial;
import org.rfaas.offload.index.Symbol;

/**
 * Proves the least and the greatest value of an offset over all values of the inner variables in it. A variable is followed
 * only if the sign of what it is multiplied with is known: a constant, or a product of numbers that must be positive
 * because an inner loop around the access runs that often.
 */
final class Extremes {
    private static final int MAX_VARIABLES = 16;

    private final InnerLoops inners;

    Extremes(InnerLoops inners) {
        this.inners = inners;
    }

    @Nullable
    Polynomial greatest(Polynomial offset) {
        return extreme(offset, true);
    }

    @Nullable
    Polynomial least(Polynomial offset) {
        return extreme(offset, false);
    }

    private @Nullable Polynomial extreme(Polynomial offset, boolean isGreatest) {
        Set<Symbol> positive = positive(offset);
        Polynomial rest = offset;
        for (int k = 0; k < MAX_VARIABLES; k++) {
            Symbol last = lastInner(rest);
            if (last == null) {
                return rest;
            }
            Polynomial factor = rest.coefficientOf(last);
            Polynomial extent = inners.get(last).extent();
            int sign = factor == null ? 0 : sign(factor, positive);
            if (factor == null || extent == null || sign == 0) {
                return null;
            }
            Polynomial value = (sign > 0) == isGreatest ? extent.plus(-1) : Polynomial.ZERO;
            rest = rest.without(last).plus(factor.times(value));
        }
        return null;
    }

    /** The one with the highest number: its extent may name those before it, but not the other way round. */
    private static @Nullable Symbol lastInner(Polynomial polynomial) {
        Symbol last = null;
        for (Symbol symbol : polynomial.symbols()) {
            if (symbol.isInner()) {
                last = symbol;
            }
        }
        return last;
    }

    /** Symbols that must be at least 1 where the offset is used: an inner loop goes no further than they say. */
    private Set<Symbol> positive(Polynomial offset) {
        Set<Symbol> positive = new HashSet<>();
        for (Symbol symbol : offset.symbols()) {
            Polynomial extent = symbol.isInner() ? inners.get(symbol).extent() : null;
            if (extent != null && extent.constantTerm() <= 0 && extent.symbols().size() == 1) {
                Symbol only = extent.symbols().iterator().next();
                if (extent.without(only).isConstant() && isOne(extent.coefficientOf(only))) {
                    positive.add(only);
                }
            }
        }
        return positive;
    }

    private static boolean isOne(@Nullable Polynomial polynomial) {
        return polynomial != null && Polynomial.ONE.equals(polynomial);
    }

    private static int sign(Polynomial factor, Set<Symbol> positive) {
        int sign = 0;
        for (Map.Entry<List<Symbol>, Long> term : factor.terms().entrySet()) {
            int own = Long.signum(term.getValue());
            if (!positive.containsAll(term.getKey()) || (sign != 0 && own != sign)) {
                return 0;
            }
            sign = own;
        }
        return sign;
    }
}
