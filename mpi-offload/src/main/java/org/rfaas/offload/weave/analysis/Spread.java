package org.rfaas.offload.weave.analysis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rfaas.offload.index.Polynomial;
import org.rfaas.offload.weave.analysis.Independence.Outcome;

/**
 * Where the elements lie that iterations touch with one stride: at offsets, which are added one by one. Of extremes that
 * differ by a constant the outermost alone is kept, for the others spread less; so the cost of one more offset does not grow
 * with the accesses of a loop, but with the forms of their indices.
 */
final class Spread {
    private final Independence independence;
    private final Extremes extremes;
    private final Polynomial stride;
    private final Set<Polynomial> offsets = new HashSet<>();
    private final Set<Polynomial> written = new HashSet<>();
    private final Set<Polynomial> forms = new HashSet<>();

    /** By their form. */
    private final Map<Polynomial, Polynomial> greatest = new HashMap<>();

    private final Map<Polynomial, Polynomial> least = new HashMap<>();
    private Outcome outcome = Outcome.PROVED;

    Spread(Independence independence, Extremes extremes, Polynomial stride) {
        this.independence = independence;
        this.extremes = extremes;
        this.stride = stride;
    }

    void addWritten(Polynomial offset) {
        written.add(offset);
        add(offset, with(offset));
    }

    /** @param withIt what it is {@link #with} the offset */
    void add(Polynomial offset, Outcome withIt) {
        outcome = withIt;
        offsets.add(offset);
        forms.add(form(offset));
        Polynomial top = extremes.greatest(offset);
        if (top != null) {
            greatest.merge(form(top), top, (a, b) -> a.constantTerm() < b.constantTerm() ? b : a);
        }
        Polynomial bottom = extremes.least(offset);
        if (bottom != null) {
            least.merge(form(bottom), bottom, (a, b) -> a.constantTerm() > b.constantTerm() ? b : a);
        }
    }

    /** Whether iterations touch disjoint elements. */
    Outcome outcome() {
        return outcome;
    }

    /** What it would be with one more offset. */
    Outcome with(Polynomial offset) {
        if (offsets.contains(offset)) {
            return outcome;
        }
        List<@Nullable Polynomial> tops = new ArrayList<>(greatest.values());
        List<@Nullable Polynomial> bottoms = new ArrayList<>(least.values());
        Polynomial top = extremes.greatest(offset);
        Polynomial bottom = extremes.least(offset);
        tops.add(top);
        Outcome worst = outcome;
        for (Polynomial other : tops) {
            worst = worse(worst, independence.of(stride, other, bottom));
        }
        for (Polynomial other : bottoms) {
            worst = worse(worst, independence.of(stride, top, other));
        }
        return worst;
    }

    private static Outcome worse(Outcome one, Outcome other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /**
     * Whether a read had better be taken for one of the iteration's own footprint. Either choice is safe, for calls check both:
     * that a footprint is narrower than the stride, and that separate uses lie apart.
     */
    boolean isProbablyNear(Polynomial read) {
        return forms.stream().anyMatch(form -> isProbablySmall(read.minus(form)));
    }

    private boolean isProbablySmall(Polynomial difference) {
        boolean isRowLength =
                !stride.isConstant() && difference.symbols().stream().noneMatch(stride.symbols()::contains);
        return difference.isConstant() || isRowLength;
    }

    /** Whether what is read lies a whole number of iterations away from an offset, so that another uses it. */
    boolean isShifted(Polynomial read) {
        return isShifted(read, offsets);
    }

    /** The same of an offset that is written. */
    boolean isShiftedWrite(Polynomial read) {
        return isShifted(read, written);
    }

    private boolean isShifted(Polynomial read, Set<Polynomial> others) {
        return independence.multiples(stride).stream()
                .anyMatch(multiple -> others.contains(read.plus(multiple)) || others.contains(read.minus(multiple)));
    }

    /** The same for all that differ by a constant. */
    private static Polynomial form(Polynomial polynomial) {
        return polynomial.plus(-polynomial.constantTerm());
    }
}
