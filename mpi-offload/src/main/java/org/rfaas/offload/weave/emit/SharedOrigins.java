package org.rfaas.offload.weave.emit;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.rfaas.offload.index.Polynomial;
import org.rfaas.offload.index.Symbol;
import org.rfaas.offload.woven.ArrayUse;
import org.rfaas.offload.woven.RemoteBody;

/** Which uses take their origin from another with the same stride; see {@link RemoteBody#sharedOrigins}. */
final class SharedOrigins {
    private final List<ArrayUse> uses;

    SharedOrigins(List<ArrayUse> uses) {
        this.uses = uses;
    }

    /** The use whose origin stands for this one's. */
    int of(int use) {
        ArrayUse one = uses.get(use);
        int first = 0;
        while (first < use && !shares(uses.get(first), one)) {
            first++;
        }
        return first;
    }

    /**
     * Whether the use's window surely begins with the array's first element, so that there is nothing to subtract: C2 unrolls
     * a loop half as often for a subtraction in it.
     */
    boolean isFirst(int use) {
        return isFirst(uses.get(use));
    }

    private static boolean shares(ArrayUse one, ArrayUse other) {
        return !isFirst(one) && !isFirst(other) && one.stride().equals(other.stride());
    }

    private static boolean isFirst(ArrayUse use) {
        return use.isWhole()
                || (use.stride().equals(Polynomial.ZERO)
                        && use.offsets().stream().anyMatch(offset -> isLeast(offset, use.offsets())));
    }

    /** Whether an offset becomes 0, where indices begin, and is reached whenever one of the others is. */
    private static boolean isLeast(Polynomial offset, List<Polynomial> all) {
        Set<Symbol> inners = inners(offset);
        return inners.stream()
                        .reduce(offset, Polynomial::without, (one, _) -> one)
                        .equals(Polynomial.ZERO)
                && all.stream().allMatch(other -> inners(other).containsAll(inners));
    }

    private static Set<Symbol> inners(Polynomial offset) {
        return offset.symbols().stream().filter(Symbol::isInner).collect(Collectors.toSet());
    }

    /** Of all uses, a character each. */
    String encoded() {
        StringBuilder encoded = new StringBuilder();
        for (int use = 0; use < uses.size(); use++) {
            encoded.append((char) of(use));
        }
        return encoded.toString();
    }
}
