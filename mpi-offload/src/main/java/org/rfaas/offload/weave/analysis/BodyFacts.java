package org.rfaas.offload.weave.analysis;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.rfaas.offload.index.Polynomial;
import org.rfaas.offload.index.Symbol;

/** What following a loop's body has brought to light. */
final class BodyFacts {
    final Captures captures = new Captures();
    final InnerLoops inners = new InnerLoops();
    final Reductions reductions;
    final List<ElementAccess> accesses = new ArrayList<>();

    /** By position; where there is none, an operation stays as it is. Positions that are not reached are not here. */
    final Map<Integer, Rewrite> rewrites = new TreeMap<>();

    final Set<Integer> reached = new LinkedHashSet<>();
    final Set<Polynomial> fitInt = new LinkedHashSet<>();

    BodyFacts(Reductions reductions) {
        this.reductions = reductions;
    }

    /** Whatever the polynomial is, Java's value is the true one only if it fits 32 bits. */
    void requireInt(@Nullable Polynomial value) {
        if (value != null && !isInt(value) && !isIntSymbol(value)) {
            fitInt.add(value);
        }
    }

    private static boolean isInt(Polynomial value) {
        return value.isConstant() && value.constantTerm() == (int) value.constantTerm();
    }

    /** A value that Java has in 32 bits anyway. */
    private boolean isIntSymbol(Polynomial value) {
        if (value.symbols().size() != 1) {
            return false;
        }
        Symbol only = value.symbols().iterator().next();
        boolean isLong = only.kind() == Symbol.Kind.SCALAR && captures.isLong(only.number());
        return value.equals(Polynomial.of(only)) && !isLong;
    }
}
