package org.rfaas.offload.weave.analysis;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.rfaas.offload.index.Polynomial;
import org.rfaas.offload.index.Symbol;
import org.rfaas.offload.weave.code.ControlFlow;
import org.rfaas.offload.weave.code.MethodCode;
import org.rfaas.offload.weave.code.NaturalLoop;
import org.rfaas.offload.weave.code.Op;

/**
 * Follows one iteration of a loop with symbolic values, every position once: where ways meet only what both know is kept,
 * and at the head of an inner loop everything that the loop assigns is forgotten, except that a variable which moves by a
 * constant becomes a symbol.
 */
final class BodyWalk {
    private final ControlFlow flow;
    private final MethodCode code;
    private final Expansion expansion;
    private final NaturalLoop outer;
    private final BodyFacts facts;
    private final OpRules rules;
    private final ConstantSteps steps;
    private final Map<Integer, Frame> frames = new HashMap<>();

    BodyWalk(Expansion expansion, ControlFlow flow, NaturalLoop outer, BodyFacts facts, OpRules rules) {
        this.expansion = expansion;
        this.flow = flow;
        this.code = flow.code();
        this.outer = outer;
        this.facts = facts;
        this.rules = rules;
        this.steps = new ConstantSteps(flow);
    }

    /** Follows the body from its first position with what is known there. */
    void run(int body, Frame start) throws RefusalException {
        frames.put(body, start);
        for (int at : flow.order()) {
            Frame frame = frames.get(at);
            if (frame == null || !isInside(at)) {
                continue;
            }
            facts.reached.add(at);
            for (NaturalLoop inner : flow.loops()) {
                if (inner.header() == at && at != outer.header()) {
                    enter(inner, frame);
                }
            }
            apply(at, frame);
            for (int next : flow.successors(at)) {
                if (next != outer.header() && isInside(next)) {
                    flowTo(at, next, frame);
                }
            }
        }
    }

    private void apply(int at, Frame frame) throws RefusalException {
        try {
            rules.apply(at, frame);
        } catch (RefusalException e) {
            throw expansion.located(at, e);
        }
    }

    /** Giving up belongs to the loop, though it does not lead back. */
    private boolean isInside(int at) {
        return outer.contains(at) || code.op(at) instanceof Op.Trap;
    }

    private void enter(NaturalLoop inner, Frame frame) {
        Set<Integer> assigned = new TreeSet<>();
        inner.positions().stream()
                .map(at -> code.op(at).assignedSlot())
                .filter(slot -> slot >= 0 && !facts.reductions.isCandidate(slot))
                .forEach(assigned::add);
        for (int slot : assigned) {
            Value old = frame.local(slot);
            if (old != null) {
                frame.local(slot, generalise(inner, slot, old));
            }
        }
    }

    private Value generalise(NaturalLoop inner, int slot, Value old) {
        Polynomial from = Value.indexOf(old);
        int step = steps.of(inner, slot);
        if (from != null && step != 0) {
            Symbol symbol = facts.inners.add(inner, code.nameOf(slot, inner.first()), from, step);
            Polynomial distance = Polynomial.of(symbol);
            return new Value.Quantity(1, step > 0 ? from.plus(distance) : from.minus(distance));
        }
        return old instanceof Value.Quantity number ? Value.number(number.slots()) : new Value.Unknown(old.slots());
    }

    private void flowTo(int from, int to, Frame frame) {
        boolean goesBack = flow.dominates(to, from);
        if (goesBack) {
            return; // the values at the header were made general when it was entered
        }
        Frame arriving = frame.copy();
        for (NaturalLoop inner : flow.loops()) {
            if (inner.header() != outer.header() && inner.contains(from) && !inner.contains(to)) {
                arriving = arriving.map(value -> forget(value, inner));
            }
        }
        Frame there = frames.get(to);
        frames.put(to, there == null ? arriving : there.join(arriving, facts.reductions));
    }

    /** After a loop nothing is known of values made of its variable. */
    private Value forget(Value value, NaturalLoop inner) {
        return switch (value) {
            case Value.Quantity(int slots, Polynomial index, Set<Polynomial> _)
            when facts.inners.mentions(index, inner) -> Value.number(slots);
            case Value.RowOf(int array, Polynomial row)
            when facts.inners.mentions(row, inner) -> new Value.RowOf(array, null);
            case Value.Compared _ -> Value.Compared.UNKNOWN;
            case Value.Quantity _,
                    Value.RowOf _,
                    Value.ArrayOf _,
                    Value.Scratch _,
                    Value.Generator _,
                    Value.ObjectOf _,
                    Value.Partial _,
                    Value.Unknown _ -> value;
        };
    }
}
