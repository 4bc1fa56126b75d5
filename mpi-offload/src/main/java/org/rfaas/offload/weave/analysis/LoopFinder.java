package org.rfaas.offload.weave.analysis;

import java.lang.classfile.Instruction;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.ConvertInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.OperatorInstruction;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rfaas.offload.weave.code.ControlFlow;
import org.rfaas.offload.weave.code.MethodCode;
import org.rfaas.offload.weave.code.NaturalLoop;
import org.rfaas.offload.weave.code.Op;
import org.rfaas.offload.weave.code.Scope;

/** Proves that a loop is a counted one, see {@link LoopShape}. */
public final class LoopFinder {
    private static final String CONDITION =
            "the condition of an offloaded loop must compare the loop variable with a bound"
                    + " that does not change, as in i < n; compute the bound before the loop, move other conditions into the"
                    + " body";

    private static final String ALL_VARIABLES =
            "the annotation applies to all variables of one declaration; declare the others before the loop";

    private final ControlFlow flow;
    private final MethodCode code;

    public LoopFinder(ControlFlow flow) {
        this.flow = flow;
        this.code = flow.code();
    }

    /**
     * The loop of an annotated variable, once for each copy that the compiler has made of it.
     *
     * @param scopes where the variable lives
     */
    public List<LoopShape> find(List<Scope> scopes) throws RefusalException {
        List<LoopShape> shapes = new ArrayList<>();
        for (Scope scope : scopes) {
            NaturalLoop loop = widestIn(scope);
            if (loop != null && shapes.stream().noneMatch(known -> known.header() == loop.header())) {
                requireAlone(loop, scope);
                shapes.add(shape(loop, scope.slot()));
            }
        }
        if (shapes.isEmpty()) {
            Scope any = scopes.isEmpty() ? null : scopes.getLast();
            throw new RefusalException(
                    any == null ? 0 : code.line(any.start()),
                    "@Offload belongs on the variable of a counted loop, as in for (@Offload int i = 0; i < n; i++)"
                            + (any == null
                                    ? ""
                                    : "; no loop tests '" + code.nameOf(any.slot(), any.start()) + "', and "
                                            + ALL_VARIABLES));
        }
        return shapes;
    }

    private @Nullable NaturalLoop widestIn(Scope scope) {
        NaturalLoop widest = null;
        for (NaturalLoop loop : flow.loops()) {
            if (isIn(scope, loop) && testsSlot(loop, scope.slot()) && (widest == null || loop.size() > widest.size())) {
                widest = loop;
            }
        }
        return widest;
    }

    private static boolean isIn(Scope scope, NaturalLoop loop) {
        // a scope begins after the first assignment
        return loop.header() >= scope.start() - 1 && loop.header() < scope.end();
    }

    /** A second loop that counts the same variable would run as it is written, and nobody would know of it. */
    private void requireAlone(NaturalLoop loop, Scope scope) throws RefusalException {
        for (NaturalLoop other : flow.loops()) {
            boolean isBeside = !loop.contains(other.header()) && !other.contains(loop.header());
            if (isBeside && isIn(scope, other) && isAssigned(other, scope.slot())) {
                throw new RefusalException(
                        code.line(other.header()),
                        "the annotated variable '" + code.nameOf(scope.slot(), other.header())
                                + "' counts two loops; annotate a variable of its own for each");
            }
        }
    }

    /** The one outermost loop of an annotated method. */
    public LoopShape findOnly(int methodLine) throws RefusalException {
        List<NaturalLoop> outermost = flow.loops().stream()
                .filter(loop -> flow.loops().stream()
                        .noneMatch(other -> other.header() != loop.header() && other.contains(loop.header())))
                .toList();
        if (outermost.size() != 1) {
            throw new RefusalException(
                    methodLine,
                    "a method with @Offload must have exactly one outermost loop, this one has " + outermost.size()
                            + "; annotate the loop variable instead");
        }
        NaturalLoop loop = outermost.getFirst();
        for (int at : chain(loop)) {
            if (code.op(at) instanceof Op.Load(TypeKind type, int slot)
                    && type == TypeKind.INT
                    && isAssigned(loop, slot)) {
                return shape(loop, slot);
            }
        }
        throw new RefusalException(code.line(loop.header()), CONDITION);
    }

    private boolean testsSlot(NaturalLoop loop, int slot) {
        return chain(loop).stream().anyMatch(at -> code.op(at).readSlot() == slot);
    }

    private boolean isAssigned(NaturalLoop loop, int slot) {
        return loop.positions().stream().anyMatch(at -> code.op(at).assignedSlot() == slot);
    }

    /** From the header to the first branch, which comes last; where exceptions go does not matter. */
    private List<Integer> chain(NaturalLoop loop) {
        List<Integer> chain = new ArrayList<>();
        int at = loop.header();
        while (at < code.size() && loop.contains(at)) {
            chain.add(at);
            List<Integer> next = code.op(at).successors(at);
            if (next.size() != 1 || flow.predecessors(next.getFirst()).size() != 1) {
                break;
            }
            at = next.getFirst();
        }
        return chain;
    }

    private LoopShape shape(NaturalLoop loop, int slot) throws RefusalException {
        List<Integer> chain = chain(loop);
        int line = code.line(loop.header());
        int test = chain.getLast();
        if (!(code.op(test) instanceof Op.Branch branch)) {
            throw new RefusalException(line, CONDITION);
        }
        int target = branch.target();
        boolean staysOnBranch = loop.contains(target);
        if (staysOnBranch == (test + 1 < code.size() && loop.contains(test + 1))) {
            throw new RefusalException(line, CONDITION);
        }
        int exit = staysOnBranch ? test + 1 : target;
        new LoopRegion(flow, loop).requireOneWayOut(test, exit);
        int step = step(loop, slot);
        if (chain.stream().anyMatch(at -> code.op(at).assignedSlot() == slot)) {
            throw new RefusalException(
                    line,
                    "'" + code.nameOf(slot, loop.header())
                            + "' changes before it is compared; let the loop compare first and count at its end, as in"
                            + " for (int i = n - 1; i >= 0; i--)");
        }
        Comparison comparison = Comparison.of(code, chain, branch, slot);
        if (comparison == null) {
            throw new RefusalException(line, CONDITION);
        }
        Relation relation =
                staysOnBranch ? comparison.relation() : comparison.relation().negated();
        boolean isInclusive = relation == Relation.LE || relation == Relation.GE;
        boolean goesUp = relation == Relation.LT || relation == Relation.LE;
        if (relation == Relation.EQ || relation == Relation.NE) {
            throw new RefusalException(line, CONDITION + " (== and != are not supported)");
        }
        if (goesUp != step > 0) {
            throw new RefusalException(
                    line, "the loop variable moves away from its bound, which only ends by overflow");
        }
        requireInvariant(loop, comparison.bound());
        return new LoopShape(
                code,
                loop,
                slot,
                test,
                exit,
                staysOnBranch ? target : test + 1,
                step,
                isInclusive,
                comparison.bound(),
                comparison.isLong());
    }

    private int step(NaturalLoop loop, int slot) throws RefusalException {
        List<Integer> assignments = loop.positions().stream()
                .filter(at -> code.op(at).assignedSlot() == slot)
                .toList();
        String name = code.nameOf(slot, loop.header());
        if (assignments.isEmpty()) {
            throw new RefusalException(
                    code.line(loop.header()), "'" + name + "' does not change in the loop; " + ALL_VARIABLES);
        }
        if (assignments.size() != 1) {
            throw new RefusalException(
                    code.line(assignments.getFirst()),
                    "'" + name + "' must change once an iteration, at its end, as in i++ or i += 2");
        }
        int at = assignments.getFirst();
        int step = new ConstantSteps(flow).added(at);
        if (step == 0) {
            throw new RefusalException(
                    code.line(at),
                    "the step of '" + name + "' must be a constant other than 0, as in i += 2, and its type int");
        }
        for (int latch : loop.latches()) {
            if (!flow.dominates(at, latch)) {
                throw new RefusalException(code.line(at), "'" + name + "' must change in every iteration");
            }
        }
        boolean isInInner = flow.loops().stream()
                .anyMatch(inner ->
                        inner.header() != loop.header() && loop.contains(inner.header()) && inner.contains(at));
        if (isInInner) {
            throw new RefusalException(code.line(at), "'" + name + "' must not change in an inner loop");
        }
        return step;
    }

    private void requireInvariant(NaturalLoop loop, List<Integer> bound) throws RefusalException {
        for (int at : bound) {
            int slot = code.op(at).readSlot();
            if (slot >= 0 && isAssigned(loop, slot)) {
                throw new RefusalException(
                        code.line(at),
                        "the bound '" + code.nameOf(slot, at)
                                + "' changes in the loop; copy it into a local variable before");
            }
            boolean isFree = switch (code.op(at)) {
                case Op.Load _ -> true;
                case Op.Plain(Instruction instruction) -> isFree(instruction);
                default -> false;
            };
            if (!isFree) {
                throw new RefusalException(
                        code.line(at),
                        "the bound of an offloaded loop must not call methods or read array elements; compute it into a local"
                                + " variable before the loop");
            }
        }
    }

    private static boolean isFree(Instruction instruction) {
        return switch (instruction) {
            case ConstantInstruction _, OperatorInstruction _, ConvertInstruction _ -> true;
            case FieldInstruction field -> field.opcode() == Opcode.GETFIELD || field.opcode() == Opcode.GETSTATIC;
            case InvokeInstruction call ->
                call.opcode() == Opcode.INVOKESTATIC
                        && call.owner().asInternalName().equals("java/lang/Math")
                        && !call.name().equalsString("random");
            default -> false;
        };
    }
}
