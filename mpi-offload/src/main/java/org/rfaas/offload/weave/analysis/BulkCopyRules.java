package org.rfaas.offload.weave.analysis;

import java.util.Locale;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.rfaas.offload.index.Polynomial;
import org.rfaas.offload.index.Symbol;
import org.rfaas.offload.weave.code.MethodCode;
import org.rfaas.offload.woven.ElementType;

/**
 * {@code System.arraycopy}: it reads and writes what an inner loop over the copied elements would, so its accesses have an
 * inner variable that no loop has.
 */
final class BulkCopyRules {
    private final MethodCode code;
    private final BodyFacts facts;

    BulkCopyRules(MethodCode code, BodyFacts facts) {
        this.code = code;
        this.facts = facts;
    }

    void apply(int at, Frame frame) throws RefusalException {
        Value length = frame.pop();
        Value targetFirst = frame.pop();
        Value target = frame.pop();
        Value sourceFirst = frame.pop();
        Value source = frame.pop();
        facts.reductions.spoil(length);
        facts.reductions.spoil(targetFirst);
        facts.reductions.spoil(sourceFirst);
        ElementType type = elementType(at, source, false);
        ElementType written = elementType(at, target, true);
        if (type != written) {
            throw refusal(
                    at,
                    "System.arraycopy from " + name(type) + "[] to " + name(written)
                            + "[] always fails; copy in a loop, which converts the elements");
        }
        OptionalInt from = arrayOf(source);
        OptionalInt to = arrayOf(target);
        if (from.isEmpty() && to.isEmpty()) {
            return;
        }
        Polynomial count = Value.indexOf(length);
        facts.requireInt(count);
        if (count == null && target instanceof Value.ArrayOf(int array)) {
            throw refusal(
                    at,
                    "'" + facts.captures.arrayName(array)
                            + "' is written by a copy whose length cannot be followed; make it a sum of products of the"
                            + " loop variable, inner loop variables and values that do not change");
        }
        Symbol copied = count == null ? null : facts.inners.addCopied(count);
        note(at, source, sourceFirst, copied, ElementAccess.Kind.READ);
        note(at, target, targetFirst, copied, ElementAccess.Kind.WRITE);
        facts.rewrites.put(at, new Rewrite.BulkCopy(type, from, to));
    }

    private void note(int at, Value array, Value first, @Nullable Symbol copied, ElementAccess.Kind kind) {
        Polynomial from = Value.indexOf(first);
        Polynomial range = from == null || copied == null ? null : from.plus(Polynomial.of(copied));
        if (array instanceof Value.RowOf(int number, Polynomial row)) {
            facts.accesses.add(new ElementAccess(at, number, row, range, kind));
        } else if (array instanceof Value.ArrayOf(int number)) {
            facts.accesses.add(new ElementAccess(at, number, range, null, kind));
        }
    }

    private ElementType elementType(int at, Value array, boolean isWrite) throws RefusalException {
        return switch (array) {
            case Value.Scratch(ElementType type) -> type;
            case Value.RowOf(int number, Polynomial _) -> facts.captures.elementType(number);
            case Value.ArrayOf(int number)
            when facts.captures.isRows(number) ->
                throw refusal(
                        at,
                        "'" + facts.captures.arrayName(number)
                                + "' is an array of rows, and System.arraycopy would copy references to them; copy row by row");
            case Value.ArrayOf(int number) -> facts.captures.elementType(number);
            case Value.Quantity _,
                    Value.Compared _,
                    Value.Generator _,
                    Value.ObjectOf _,
                    Value.Partial _,
                    Value.Unknown _ -> throw RefusalException.unknownArray(code.line(at), isWrite);
        };
    }

    /** A captured array, if it is one. */
    private static OptionalInt arrayOf(Value array) {
        return switch (array) {
            case Value.ArrayOf(int number) -> OptionalInt.of(number);
            case Value.RowOf(int number, Polynomial _) -> OptionalInt.of(number);
            case Value.Scratch _,
                    Value.Generator _,
                    Value.Quantity _,
                    Value.Compared _,
                    Value.ObjectOf _,
                    Value.Partial _,
                    Value.Unknown _ -> OptionalInt.empty();
        };
    }

    private static String name(ElementType type) {
        return type.name().toLowerCase(Locale.ROOT);
    }

    private RefusalException refusal(int at, String message) {
        return new RefusalException(code.line(at), message);
    }
}
