package org.rfaas.offload.weave.analysis;

import java.lang.classfile.Instruction;
import java.lang.classfile.instruction.ArrayStoreInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import org.jspecify.annotations.Nullable;
import org.rfaas.offload.index.Polynomial;
import org.rfaas.offload.index.Symbol;
import org.rfaas.offload.weave.code.ControlFlow;
import org.rfaas.offload.weave.code.MethodCode;
import org.rfaas.offload.weave.code.NaturalLoop;
import org.rfaas.offload.weave.code.Op;

/**
 * Proves how far inner loop variables go: by the comparison at the head of the loop, before which nothing happens, so that
 * it holds for all of the body.
 */
final class InnerBounds {
    private final ControlFlow flow;
    private final MethodCode code;
    private final NaturalLoop outer;
    private final BodyFacts facts;

    InnerBounds(ControlFlow flow, NaturalLoop outer, BodyFacts facts) {
        this.flow = flow;
        this.code = flow.code();
        this.outer = outer;
        this.facts = facts;
    }

    void branch(int at, Op.Branch branch, Frame frame) throws RefusalException {
        boolean hasTwo = branch.opcode().name().startsWith("IF_");
        Value right = hasTwo ? frame.pop() : new Value.Quantity(1, Polynomial.ZERO);
        Value left = frame.pop();
        facts.reductions.spoil(right);
        facts.reductions.spoil(left);
        Relation relation = Relation.of(branch.opcode());
        if (relation == null) {
            requireScratch(at, left);
            if (hasTwo) {
                requireScratch(at, right);
            }
            return;
        }
        NaturalLoop inner = loopTestedAt(at, branch);
        if (inner == null) {
            return;
        }
        Relation stays = inner.contains(branch.target()) ? relation : relation.negated();
        Polynomial a = left instanceof Value.Compared compared ? compared.left() : Value.indexOf(left);
        Polynomial b = left instanceof Value.Compared compared ? compared.right() : Value.indexOf(right);
        if (a != null && b != null) {
            boolean isBound = bound(inner, a, b, stays);
            isBound |= bound(inner, b, a, stays.swapped());
            if (isBound && left instanceof Value.Compared compared) {
                compared.mustFit().forEach(facts::requireInt);
            }
        }
    }

    /** Comparing references tells arrays apart, and that a worker cannot do. */
    private void requireScratch(int at, Value value) throws RefusalException {
        if (!(value instanceof Value.Scratch)) {
            throw new RefusalException(
                    code.line(at),
                    "comparing references in an offloaded loop is not supported; compare before the loop");
        }
    }

    /** The inner loop whose head ends in this branch, one side of which leaves it. */
    private @Nullable NaturalLoop loopTestedAt(int at, Op.Branch branch) {
        for (NaturalLoop inner : flow.loops()) {
            boolean isInner = inner.header() != outer.header() && outer.contains(inner.header()) && inner.contains(at);
            if (isInner && inner.contains(branch.target()) != inner.contains(at + 1) && isHead(inner, at)) {
                return inner;
            }
        }
        return null;
    }

    private boolean isHead(NaturalLoop inner, int test) {
        int at = inner.header();
        while (at != test) {
            if (flow.successors(at).size() != 1 || hasEffect(code.op(at))) {
                return false;
            }
            at = flow.successors(at).getFirst();
            if (flow.predecessors(at).size() != 1) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasEffect(Op op) {
        return switch (op) {
            case Op.Plain(Instruction instruction) ->
                instruction instanceof ArrayStoreInstruction || instruction instanceof InvokeInstruction;
            case Op.Load _ -> false;
            case Op.Store _, Op.Increment _, Op.Branch _, Op.Jump _, Op.Switch _, Op.Return _, Op.Throw _, Op.Trap _ ->
                true;
        };
    }

    /** The head is run once more than the body, with a value that the bound excludes. */
    private boolean isReadInHead(NaturalLoop inner, Symbol symbol) {
        return facts.accesses.stream()
                .anyMatch(access -> inner.contains(access.at())
                        && access.index() != null
                        && access.index().symbols().contains(symbol));
    }

    /**
     * Notes that {@code left stays right} holds in the body, if {@code left} moves with the variable of this loop.
     *
     * @return whether it does
     */
    private boolean bound(NaturalLoop inner, Polynomial left, Polynomial right, Relation stays) {
        boolean isBound = false;
        for (int number = 0; number < facts.inners.size(); number++) {
            Symbol symbol = Symbol.inner(number);
            InnerLoops.Variable variable = facts.inners.get(symbol);
            if (!variable.isOf(inner) || variable.extent() != null) {
                continue;
            }
            Polynomial distance = Polynomial.of(symbol);
            boolean goesUp = variable.step() > 0;
            Polynomial value =
                    goesUp ? variable.from().plus(distance) : variable.from().minus(distance);
            // the variable plus something constant: j + 1 < n bounds j too
            Polynomial shift = left.minus(value);
            // nor by another variable of its loop, which may be bounded by this one
            boolean mentionsItself = facts.inners.mentions(right, inner) || !shift.isInvariant();
            boolean isStrict = stays == Relation.LT || stays == Relation.GT;
            boolean bounds = goesUp
                    ? stays == Relation.LT || stays == Relation.LE
                    : stays == Relation.GT || stays == Relation.GE;
            if (mentionsItself || !bounds || isReadInHead(inner, symbol)) {
                continue;
            }
            Polynomial first = variable.from().plus(shift);
            Polynomial extent = goesUp ? right.minus(first) : first.minus(right);
            facts.inners.bound(number, isStrict ? extent : extent.plus(1));
            facts.requireInt(left);
            facts.requireInt(right);
            // the last value that is compared, up to a step behind the bound, must not wrap around either
            facts.requireInt(right.plus(variable.step() - (isStrict ? Integer.signum(variable.step()) : 0)));
            isBound = true;
        }
        return isBound;
    }
}
