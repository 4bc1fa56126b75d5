package org.rfaas.offload.weave.analysis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.rfaas.offload.index.Polynomial;
import org.rfaas.offload.index.Symbol;
import org.rfaas.offload.plan.Access;
import org.rfaas.offload.woven.ArrayUse;
import org.rfaas.offload.woven.Verdict;

/**
 * Sorts accesses into uses: what is written of an array with one stride, together with reads that stay close to it, and
 * what is read otherwise. Refuses writes whose footprint is unknown, and reads that surely meet another iteration's writes.
 */
final class UseBuilder {
    private final Expansion expansion;
    private final BodyFacts facts;
    private final Coverage coverage;
    private final Independence independence;
    private final Names names;
    private final List<Group> groups = new ArrayList<>();
    private Verdict verdict = Verdict.PROVED;

    /**
     * Accesses of one array with one stride; {@code stride} is null for reads that may be anywhere, {@code spread} where
     * nothing is written.
     */
    private record Group(
            int array,
            @Nullable Polynomial stride,
            @Nullable Spread spread,
            List<ElementAccess> accesses) {
        boolean isWritten() {
            return spread != null;
        }

        void add(ElementAccess access) {
            accesses.add(access);
            if (spread != null && access.index() != null) {
                spread.addWritten(access.index().without(Symbol.LOOP));
            }
        }

        List<Polynomial> offsets() {
            return accesses.stream()
                    .map(ElementAccess::index)
                    .filter(Objects::nonNull)
                    .map(index -> index.without(Symbol.LOOP))
                    .distinct()
                    .toList();
        }
    }

    UseBuilder(Expansion expansion, BodyFacts facts, Coverage coverage, Independence independence, Names names) {
        this.expansion = expansion;
        this.facts = facts;
        this.coverage = coverage;
        this.independence = independence;
        this.names = names;
    }

    Uses build() throws RefusalException {
        for (ElementAccess access : facts.accesses) {
            if (access.isWrite()) {
                group(access.array(), writtenStride(access), true).add(access);
            }
        }
        for (ElementAccess access : facts.accesses) {
            if (!access.isWrite()) {
                addRead(access);
            }
        }
        for (Group group : groups) {
            check(group);
        }
        List<ArrayUse> uses = new ArrayList<>();
        Map<AccessPoint, Integer> byPoint = new HashMap<>();
        for (Group group : groups) {
            group.accesses().forEach(access -> byPoint.put(access.point(), uses.size()));
            uses.add(use(group));
        }
        return new Uses(List.copyOf(uses), byPoint, verdict);
    }

    private Polynomial writtenStride(ElementAccess access) throws RefusalException {
        Polynomial index = access.index();
        Polynomial stride = index == null ? null : index.coefficientOf(Symbol.LOOP);
        if (index == null || stride == null || !stride.isInvariant()) {
            throw refusal(
                    access,
                    "'" + name(access)
                            + "' is written at an index that is not a sum of products of the loop variable, inner"
                            + " loop variables and values that do not change; iterations could write the same element; let each write at an"
                            + " index made of the loop's variable, and read at such ones"
                            + hintOfSums(access));
        }
        if (stride.equals(Polynomial.ZERO)) {
            boolean isRow = facts.captures.isRows(access.array());
            throw refusal(
                    access,
                    "'" + name(access) + "' is written " + (isRow ? "in row " : "at index ") + names.text(index)
                            + ", which is the same in every iteration; give each iteration "
                            + (isRow ? "rows of its own" : "an element of its own")
                            + hintOfExchange(access, index)
                            + hintOfSums(access));
        }
        if (!facts.inners.isBounded(index)) {
            throw refusal(
                    access,
                    "'" + name(access) + "' is written at index " + names.text(index) + " in an inner loop whose end "
                            + UnknownEnds.explain(expansion.code(), facts.inners, index));
        }
        return stride;
    }

    /** For what an inner loop of the same method runs over, which may as well be the outer one. */
    private String hintOfExchange(ElementAccess written, Polynomial index) {
        boolean isOver = index.symbols().stream()
                .anyMatch(symbol -> symbol.isInner() && facts.inners.get(symbol).loop() != null);
        return isOver && expansion.isOwn(written.at()) ? ", by exchanging the loops if that can be" : "";
    }

    /** For what looks like an array that all iterations add to: read where it is written. */
    private String hintOfSums(ElementAccess written) {
        boolean isRead = facts.accesses.stream()
                .anyMatch(one -> one.kind() == ElementAccess.Kind.READ
                        && one.array() == written.array()
                        && Objects.equals(one.index(), written.index())
                        && Objects.equals(one.column(), written.column()));
        return isRead
                ? ", or, where all add to '" + name(written)
                        + "', give each of some parts of the iterations a copy, as a row of an array of rows, and add these up"
                        + " after the loop"
                : "";
    }

    private void addRead(ElementAccess access) throws RefusalException {
        Polynomial index = access.index();
        Polynomial stride = index == null ? null : index.coefficientOf(Symbol.LOOP);
        boolean isKnown = index != null && stride != null && stride.isInvariant() && facts.inners.isBounded(index);
        boolean isWritten = groups.stream().anyMatch(group -> group.array() == access.array() && group.isWritten());
        if (!isWritten) {
            group(access.array(), isKnown ? stride : null, false).add(access);
            return;
        }
        if (!isKnown || index == null || stride == null) {
            throw refusal(
                    access,
                    "'" + name(access)
                            + "' is written in the loop and read at an index that cannot be followed; another"
                            + " iteration may write that element, so read from a copy made before the loop");
        }
        for (Group group : groups) {
            Spread spread = group.spread();
            if (group.array() == access.array() && spread != null && Objects.equals(stride, group.stride())) {
                addRead(access, index, group, spread);
                return;
            }
        }
        // with another stride it may lie apart from what is written, as the row that eliminates others
        verdict = Verdict.GUARDED;
        group(access.array(), stride, false).add(access);
    }

    private void addRead(ElementAccess access, Polynomial index, Group written, Spread spread) throws RefusalException {
        Polynomial offset = index.without(Symbol.LOOP);
        Independence.Outcome outcome = spread.with(offset);
        boolean isShifted = outcome != Independence.Outcome.PROVED && spread.isShifted(offset);
        if (outcome == Independence.Outcome.CONTRADICTED || isShifted) {
            throw refusal(
                    access,
                    "'" + name(access) + "' is read "
                            + (facts.captures.isRows(access.array()) ? "in row " : "at index ") + names.text(index)
                            + relation(spread, offset)
                            + "; where the value from before the loop is meant, read from a copy");
        }
        if (outcome == Independence.Outcome.PROVED || spread.isProbablyNear(offset)) {
            written.accesses().add(access);
            spread.add(offset, outcome);
        } else {
            verdict = Verdict.GUARDED;
            group(access.array(), written.stride(), false).add(access);
        }
    }

    /** How a read that comes too near lies to what other iterations use of the array. */
    private static String relation(Spread spread, Polynomial offset) {
        if (spread.isShiftedWrite(offset)) {
            return ", which another iteration writes";
        }
        return spread.isShifted(offset)
                ? ", which another iteration reads, and reads of neighbouring iterations may not overlap in an array that the"
                        + " loop writes"
                : ", among what other iterations use and write";
    }

    private void check(Group group) throws RefusalException {
        Polynomial stride = group.stride();
        Spread spread = group.spread();
        if (spread == null || stride == null) {
            return;
        }
        switch (spread.outcome()) {
            case PROVED -> {}
            case DEPENDS_ON_VALUES -> verdict = Verdict.GUARDED;
            case CONTRADICTED -> {
                ElementAccess first = group.accesses().getFirst();
                throw refusal(
                        first,
                        "iterations of the loop write the same elements of '" + name(first)
                                + "': what one touches is wider than the distance of " + names.text(stride)
                                + " to the next");
            }
        }
        long writers = groups.stream()
                .filter(other -> other.isWritten() && other.array() == group.array())
                .count();
        if (writers > 1) {
            verdict = Verdict.GUARDED;
        }
    }

    private ArrayUse use(Group group) {
        Polynomial stride = group.stride();
        if (stride == null) {
            return ArrayUse.whole(group.array());
        }
        boolean isRows = facts.captures.isRows(group.array());
        List<Polynomial> columns =
                group.isWritten() && isRows ? coverage.columns(group.accesses(), group.offsets()) : List.of();
        Access access = Access.READ;
        if (group.isWritten()) {
            boolean isComplete = isRows ? !columns.isEmpty() : coverage.isComplete(group.accesses(), group.offsets());
            access = isComplete ? Access.WRITE : Access.UPDATE;
        }
        return new ArrayUse(group.array(), access, false, stride, group.offsets(), columns);
    }

    private Group group(int array, @Nullable Polynomial stride, boolean isWritten) {
        for (Group group : groups) {
            if (group.array() == array && group.isWritten() == isWritten && Objects.equals(group.stride(), stride)) {
                return group;
            }
        }
        Spread spread = isWritten && stride != null ? independence.along(stride) : null;
        Group made = new Group(array, stride, spread, new ArrayList<>());
        groups.add(made);
        return made;
    }

    private String name(ElementAccess access) {
        return facts.captures.arrayName(access.array());
    }

    private RefusalException refusal(ElementAccess access, String message) {
        return expansion.located(
                access.at(), new RefusalException(expansion.code().line(access.at()), message));
    }
}
