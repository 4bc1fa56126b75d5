package org.rfaas.offload.weave.analysis;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rfaas.offload.index.Polynomial;
import org.rfaas.offload.index.Symbol;
import org.rfaas.offload.weave.code.NaturalLoop;
import org.rfaas.offload.woven.InnerVariable;

/** The variables of inner loops, numbered as they are met, and what bounds them. */
final class InnerLoops {
    /**
     * A variable that moves by {@code step} from {@code from}; it is at {@code from + sign(step) * symbol}.
     *
     * @param loop none for the elements of a copy
     */
    record Variable(
            @Nullable NaturalLoop loop,
            String name,
            Polynomial from,
            int step,
            @Nullable Polynomial extent) {
        boolean isOf(NaturalLoop one) {
            return loop != null && loop.header() == one.header();
        }
    }

    private final List<Variable> variables = new ArrayList<>();

    /** A new variable; how far it goes is not known yet. */
    Symbol add(NaturalLoop loop, String name, Polynomial from, int step) {
        variables.add(new Variable(loop, name, from, step, null));
        return Symbol.inner(variables.size() - 1);
    }

    /** A new variable that runs over what a copy copies. */
    Symbol addCopied(Polynomial length) {
        variables.add(new Variable(null, "copied", Polynomial.ZERO, 1, length));
        return Symbol.inner(variables.size() - 1);
    }

    Variable get(Symbol symbol) {
        return variables.get(symbol.number());
    }

    int size() {
        return variables.size();
    }

    /**
     * Notes that a variable stays less than {@code extent} from its first value; the least extent of the same values is kept,
     * for blocks of 16 in 128 begin at 112 at last and not at 127.
     */
    void bound(int number, Polynomial extent) {
        Variable old = variables.get(number);
        Polynomial least = leastOfSameValues(extent, Math.abs(old.step()));
        variables.set(number, new Variable(old.loop(), old.name(), old.from(), old.step(), least));
    }

    /** The last value and one, if it is known by how much steps from 0 miss the extent. */
    private static Polynomial leastOfSameValues(Polynomial extent, int step) {
        long constant = extent.constantTerm();
        boolean isRestKnown = extent.plus(-constant).terms().values().stream().allMatch(factor -> factor % step == 0);
        return isRestKnown ? extent.plus(-Math.floorMod(constant - 1, step)) : extent;
    }

    /** Whether every inner variable in it has a known extent. */
    boolean isBounded(Polynomial polynomial) {
        for (Symbol symbol : polynomial.symbols()) {
            if (symbol.isInner()) {
                Polynomial extent = get(symbol).extent();
                if (extent == null || !isBounded(extent)) {
                    return false;
                }
            }
        }
        return true;
    }

    boolean mentions(@Nullable Polynomial polynomial, NaturalLoop loop) {
        return polynomial != null && polynomial.symbols().stream().anyMatch(s -> s.isInner() && get(s).isOf(loop));
    }

    /** For the description; one without a known extent occurs in no index there. */
    List<InnerVariable> describe() {
        return variables.stream()
                .map(one -> new InnerVariable(
                        one.name(),
                        one.extent() == null || !isBounded(one.extent()) ? Polynomial.ZERO : one.extent(),
                        Math.abs(one.step()),
                        one.loop() == null))
                .toList();
    }
}
