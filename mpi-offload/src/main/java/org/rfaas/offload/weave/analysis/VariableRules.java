package org.rfaas.offload.weave.analysis;

import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rfaas.offload.index.Polynomial;
import org.rfaas.offload.weave.code.MethodCode;

/** What is known of local variables: those that the loop assigns, and those it captures, which become arguments. */
final class VariableRules {
    private final MethodCode code;
    private final int loopSlot;
    private final Map<Integer, ClassDesc> captured;
    private final BodyFacts facts;
    private final Map<Integer, Expansion.Receiver> receivers;
    private final Visibility visibility;

    VariableRules(
            Expansion expansion,
            int loopSlot,
            Map<Integer, ClassDesc> captured,
            BodyFacts facts,
            Visibility visibility) {
        this.code = expansion.code();
        this.receivers = expansion.receivers();
        this.loopSlot = loopSlot;
        this.captured = captured;
        this.facts = facts;
        this.visibility = visibility;
    }

    void load(int at, Frame frame, TypeKind type, int slot) throws RefusalException {
        Value known = frame.local(slot);
        if (known != null) {
            if (known instanceof Value.Partial partial && partial.operator() == null) {
                facts.reductions.noteRead(slot);
            }
            if (known instanceof Value.Unknown) {
                throw refusal(
                        at,
                        "'" + code.nameOf(slot, at)
                                + "' may be one of several arrays here; use each under its own name, use an if with two"
                                + " bodies, or, instead of swapping, one array with an offset for each half");
            }
            noteReference(at, known);
            frame.push(known);
            return;
        }
        ClassDesc declared = captured.get(slot);
        if (declared == null) {
            throw refusal(at, "cannot follow '" + code.nameOf(slot, at) + "'");
        }
        Source source = new Source.Local(slot, declared);
        frame.push(capture(at, source, code.nameOf(slot, at), type));
    }

    private Value capture(int at, Source source, String name, TypeKind type) throws RefusalException {
        if (type != TypeKind.REFERENCE) {
            int scalar = facts.captures.scalar(source, name);
            facts.rewrites.put(at, new Rewrite.Scalar(scalar));
            return FieldRules.scalarValue(source.valueType(), scalar);
        }
        facts.rewrites.put(at, new Rewrite.Placeholder());
        return FieldRules.reference(code.line(at), source, name, facts);
    }

    private void noteReference(int at, Value value) {
        switch (value) {
            case Value.RowOf _ -> facts.rewrites.put(at, new Rewrite.RowVariable());
            case Value.ArrayOf _,
                    Value.ObjectOf _,
                    Value.Scratch _,
                    Value.Generator _,
                    Value.Quantity _,
                    Value.Partial _,
                    Value.Compared _,
                    Value.Unknown _ -> {}
        }
    }

    void store(int at, Frame frame, int slot) throws RefusalException {
        Value value = frame.pop();
        Expansion.Receiver receiver = receivers.get(at);
        if (receiver != null) {
            requireReceiver(at, value, receiver.exactType());
        }
        if (facts.reductions.isCandidate(slot)) {
            facts.reductions.assign(slot, value);
            frame.local(slot, facts.reductions.initial(slot));
            return;
        }
        facts.reductions.spoil(value);
        noteReference(at, value);
        frame.local(slot, value instanceof Value.Partial partial ? Value.number(partial.slots()) : value);
    }

    /** The code that was inlined is that of a class; there must be an object, and another class may have other code. */
    private void requireReceiver(int at, Value receiver, @Nullable ClassDesc exactType) throws RefusalException {
        if (!(receiver instanceof Value.ObjectOf(Source source))) {
            throw refusal(
                    at,
                    "cannot tell which object's method is called; copy the object into a local variable before the loop");
        }
        facts.captures.object(source);
        if (exactType == null) {
            return;
        }
        if (!visibility.sees(exactType)) {
            throw refusal(
                    at,
                    "a called method calls one of " + exactType.displayName()
                            + ", which cannot be named here as it is not public; make it public");
        }
        ClassDesc other = facts.captures.exactType(source, exactType);
        if (!other.equals(exactType)) {
            throw refusal(
                    at,
                    "methods of one object are called as those of " + other.displayName() + " and of "
                            + exactType.displayName() + ", which may differ; declare it with one type");
        }
    }

    void increment(int at, Frame frame, int slot, int by) throws RefusalException {
        if (slot != loopSlot && facts.reductions.isCandidate(slot)) {
            facts.reductions.increment(slot);
            return;
        }
        Value known = frame.local(slot);
        if (known == null) {
            throw refusal(at, "cannot follow '" + code.nameOf(slot, at) + "'");
        }
        Polynomial index = Value.indexOf(known);
        frame.local(slot, new Value.Quantity(1, index == null ? null : index.plus(by)));
    }

    private RefusalException refusal(int at, String message) {
        return new RefusalException(code.line(at), message);
    }
}
