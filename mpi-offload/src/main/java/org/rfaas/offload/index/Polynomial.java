package org.rfaas.offload.index;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A polynomial with {@code long} coefficients over {@link Symbol symbols}. Immutable; equal polynomials are equal objects
 * in the sense of {@code equals}.
 *
 * <p>Coefficients are exact: what does not fit a {@code long} throws {@link ArithmeticException}, which the analysis takes
 * for "unknown".
 */
public final class Polynomial {
    public static final Polynomial ZERO = new Polynomial(new TreeMap<>(Polynomial::compare));
    public static final Polynomial ONE = constant(1);

    /** Sorted symbols of a product, with repetition; none for the constant. Shorter products first. Values are not 0. */
    private final NavigableMap<List<Symbol>, Long> terms;

    private Polynomial(NavigableMap<List<Symbol>, Long> terms) {
        this.terms = terms;
    }

    public static Polynomial constant(long value) {
        return term(value, List.of());
    }

    public static Polynomial of(Symbol symbol) {
        return term(1, List.of(symbol));
    }

    /** A coefficient times some symbols. */
    public static Polynomial term(long coefficient, List<Symbol> factors) {
        NavigableMap<List<Symbol>, Long> terms = new TreeMap<>(Polynomial::compare);
        if (coefficient != 0) {
            List<Symbol> sorted = new ArrayList<>(factors);
            Collections.sort(sorted);
            terms.put(List.copyOf(sorted), coefficient);
        }
        return new Polynomial(terms);
    }

    public Polynomial plus(Polynomial other) {
        NavigableMap<List<Symbol>, Long> sum = new TreeMap<>(terms);
        other.terms.forEach((factors, coefficient) -> add(sum, factors, coefficient));
        return new Polynomial(sum);
    }

    public Polynomial plus(long value) {
        return plus(constant(value));
    }

    public Polynomial negated() {
        return times(constant(-1));
    }

    public Polynomial minus(Polynomial other) {
        return plus(other.negated());
    }

    public Polynomial times(Polynomial other) {
        NavigableMap<List<Symbol>, Long> product = new TreeMap<>(Polynomial::compare);
        terms.forEach((left, a) -> other.terms.forEach((right, b) -> {
            List<Symbol> factors = new ArrayList<>(left);
            factors.addAll(right);
            Collections.sort(factors);
            add(product, List.copyOf(factors), Math.multiplyExact(a, b));
        }));
        return new Polynomial(product);
    }

    /** The same modulo 2<sup>32</sup>, which is how Java computes {@code int}, with the smallest coefficients. */
    @SuppressWarnings("UnnecessaryLongToIntConversion") // drops the upper half, on purpose
    public Polynomial wrapped() {
        NavigableMap<List<Symbol>, Long> wrapped = new TreeMap<>(Polynomial::compare);
        terms.forEach((factors, coefficient) -> add(wrapped, factors, coefficient << 32 >> 32));
        return new Polynomial(wrapped);
    }

    public boolean isConstant() {
        return terms.isEmpty() || (terms.size() == 1 && terms.containsKey(List.<Symbol>of()));
    }

    /** Most symbols that any term multiplies, with repetition. */
    public int degree() {
        return terms.isEmpty() ? 0 : terms.lastKey().size();
    }

    /** The term without symbols. */
    public long constantTerm() {
        return terms.getOrDefault(List.<Symbol>of(), 0L);
    }

    public Set<Symbol> symbols() {
        Set<Symbol> symbols = new TreeSet<>();
        terms.keySet().forEach(symbols::addAll);
        return symbols;
    }

    /** Whether it has one value while the loop runs. */
    public boolean isInvariant() {
        return symbols().stream().allMatch(Symbol::isInvariant);
    }

    /** What the symbol is multiplied with; none when it occurs squared or higher. */
    public @Nullable Polynomial coefficientOf(Symbol symbol) {
        NavigableMap<List<Symbol>, Long> coefficient = new TreeMap<>(Polynomial::compare);
        for (Map.Entry<List<Symbol>, Long> term : terms.entrySet()) {
            int degree = Collections.frequency(term.getKey(), symbol);
            if (degree > 1) {
                return null;
            }
            if (degree == 1) {
                List<Symbol> rest = new ArrayList<>(term.getKey());
                rest.remove(symbol);
                add(coefficient, List.copyOf(rest), term.getValue());
            }
        }
        return new Polynomial(coefficient);
    }

    /** The terms in which the symbol does not occur. */
    public Polynomial without(Symbol symbol) {
        NavigableMap<List<Symbol>, Long> rest = new TreeMap<>(terms);
        rest.keySet().removeIf(factors -> factors.contains(symbol));
        return new Polynomial(rest);
    }

    /**
     * An interval that holds every value it can take. The least that does if, with numbers for the symbols that have one value,
     * no symbol is left in two terms: then no more is reached than {@code min} to {@code max}, and both are.
     *
     * @param ranges the values of each symbol
     * @throws ArithmeticException when that leaves the range of {@code long}
     */
    public Interval range(Function<Symbol, Interval> ranges) {
        // numbers first: n*j - j is (n - 1)*j, and less wide than n*j and j apart
        NavigableMap<List<Symbol>, Long> open = new TreeMap<>(Polynomial::compare);
        for (Map.Entry<List<Symbol>, Long> term : terms.entrySet()) {
            long coefficient = term.getValue();
            List<Symbol> rest = new ArrayList<>();
            for (Symbol symbol : term.getKey()) {
                Interval values = ranges.apply(symbol);
                if (values.isOneValue()) {
                    coefficient = Math.multiplyExact(coefficient, values.min());
                } else {
                    rest.add(symbol);
                }
            }
            add(open, rest, coefficient);
        }
        Interval sum = Interval.ZERO;
        for (Map.Entry<List<Symbol>, Long> term : open.entrySet()) {
            Interval product = Interval.of(term.getValue());
            for (Symbol symbol : term.getKey()) {
                product = product.times(ranges.apply(symbol));
            }
            sum = sum.plus(product);
        }
        return sum;
    }

    /** Its terms: sorted symbols and their coefficient. */
    public Map<List<Symbol>, Long> terms() {
        return Collections.unmodifiableSortedMap(terms);
    }

    /** As source text, each symbol named by the caller. */
    public String toString(Function<Symbol, String> names) {
        if (terms.isEmpty()) {
            return "0";
        }
        StringBuilder text = new StringBuilder();
        terms.descendingMap().forEach((factors, coefficient) -> {
            if (text.isEmpty()) {
                text.append(coefficient < 0 ? "-" : "");
            } else {
                text.append(coefficient < 0 ? " - " : " + ");
            }
            List<String> parts = new ArrayList<>();
            if (Math.abs(coefficient) != 1 || factors.isEmpty()) {
                parts.add(Long.toString(Math.abs(coefficient)));
            }
            factors.forEach(symbol -> parts.add(names.apply(symbol)));
            text.append(String.join("*", parts));
        });
        return text.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Polynomial polynomial && terms.equals(polynomial.terms);
    }

    @Override
    public int hashCode() {
        return terms.hashCode();
    }

    @Override
    public String toString() {
        return toString(Symbol::toString);
    }

    private static void add(Map<List<Symbol>, Long> terms, List<Symbol> factors, long coefficient) {
        long sum = Math.addExact(terms.getOrDefault(factors, 0L), coefficient);
        if (sum == 0) {
            terms.remove(factors);
        } else {
            terms.put(factors, sum);
        }
    }

    private static int compare(List<Symbol> left, List<Symbol> right) {
        int bySize = Integer.compare(left.size(), right.size());
        for (int i = 0; bySize == 0 && i < left.size(); i++) {
            int bySymbol = left.get(i).compareTo(right.get(i));
            if (bySymbol != 0) {
                return bySymbol;
            }
        }
        return bySize;
    }
}
