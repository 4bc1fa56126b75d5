package org.rfaas.offload.weave.analysis;

import java.lang.classfile.TypeKind;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.rfaas.offload.index.Polynomial;
import org.rfaas.offload.index.Symbol;
import org.rfaas.offload.weave.code.MethodCode;

/** Reads and writes of array elements, and lengths. */
final class ArrayRules {
    private final MethodCode code;
    private final BodyFacts facts;

    ArrayRules(MethodCode code, BodyFacts facts) {
        this.code = code;
        this.facts = facts;
    }

    void load(int at, Frame frame, TypeKind type) throws RefusalException {
        Value index = frame.pop();
        Value array = frame.pop();
        facts.reductions.spoil(index);
        if (type == TypeKind.REFERENCE) {
            frame.push(row(at, array, index));
            return;
        }
        access(at, array, index, false);
        frame.push(Value.number(type.slotSize()));
    }

    void store(int at, Frame frame, TypeKind type) throws RefusalException {
        facts.reductions.spoil(frame.pop());
        Value index = frame.pop();
        Value array = frame.pop();
        facts.reductions.spoil(index);
        if (type == TypeKind.REFERENCE) {
            throw refusal(
                    at,
                    "assigning an array or object into an array is not supported; copy the elements, or swap after the loop");
        }
        access(at, array, index, true);
    }

    void length(int at, Frame frame) throws RefusalException {
        switch (frame.pop()) {
            case Value.ArrayOf(int array) -> {
                int scalar = lengthOf(array);
                facts.rewrites.put(at, new Rewrite.ScalarInstead(scalar));
                frame.push(new Value.Quantity(1, Polynomial.of(Symbol.scalar(scalar))));
            }
            case Value.RowOf(int array, Polynomial row) -> {
                // the row must be there for its length to be asked
                facts.accesses.add(new ElementAccess(at, array, row, null, ElementAccess.Kind.LENGTH));
                facts.rewrites.put(at, new Rewrite.RowLength(array));
                frame.push(new Value.Quantity(1, Polynomial.of(Symbol.rowLength(array))));
            }
            case Value.Scratch _ -> frame.push(Value.number(1));
            case Value.Quantity _,
                    Value.Compared _,
                    Value.Generator _,
                    Value.ObjectOf _,
                    Value.Partial _,
                    Value.Unknown _ -> throw refusal(at, "cannot tell which array's length is asked here");
        }
    }

    /** The scalar that it becomes. */
    private int lengthOf(int array) {
        return facts.captures.scalar(
                new Source.Length(facts.captures.arraySource(array)), facts.captures.arrayName(array) + ".length");
    }

    private Value row(int at, Value array, Value index) throws RefusalException {
        if (array instanceof Value.ArrayOf(int number) && facts.captures.isRows(number)) {
            Polynomial row = Value.indexOf(index);
            // a known one is checked at each call, where elements of it are used
            OptionalInt rows = row == null ? OptionalInt.of(lengthOf(number)) : OptionalInt.empty();
            facts.rewrites.put(at, new Rewrite.SelectRow(rows));
            return new Value.RowOf(number, row);
        }
        throw refusal(at, "cannot tell which array's row is used here; arrays have at most two dimensions in a loop");
    }

    private void access(int at, Value array, Value index, boolean isWrite) throws RefusalException {
        switch (array) {
            case Value.Scratch _ -> {}
            case Value.ArrayOf(int number) -> note(at, number, Value.indexOf(index), null, isWrite);
            case Value.RowOf(int number, Polynomial row) -> note(at, number, row, Value.indexOf(index), isWrite);
            case Value.Quantity _,
                    Value.Compared _,
                    Value.Generator _,
                    Value.ObjectOf _,
                    Value.Partial _,
                    Value.Unknown _ -> throw RefusalException.unknownArray(code.line(at), isWrite);
        }
    }

    private void note(int at, int array, @Nullable Polynomial index, @Nullable Polynomial column, boolean isWrite) {
        ElementAccess.Kind kind = isWrite ? ElementAccess.Kind.WRITE : ElementAccess.Kind.READ;
        facts.accesses.add(new ElementAccess(at, array, index, column, kind));
        facts.rewrites.put(at, new Rewrite.Element(array, isWrite));
    }

    private RefusalException refusal(int at, String message) {
        return new RefusalException(code.line(at), message);
    }
}
