package org.rfaas.offload.weave.emit;

import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.OperatorInstruction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.rfaas.offload.weave.analysis.AnalysedLoop;
import org.rfaas.offload.weave.analysis.Rewrite;
import org.rfaas.offload.weave.code.ControlFlow;
import org.rfaas.offload.weave.code.NaturalLoop;
import org.rfaas.offload.weave.code.Op;

/**
 * Finds the ends of inner loops that are read from an array that no iteration writes, as in {@code k < offsets[i + 1]}.
 * HotSpot reads such an element again and again if it is in memory, and so finds no counted loop to move checks out of; a
 * remote body reads it once before the loop. There it is what the head of the loop reads first, and it stays.
 */
final class FixedBounds {
    private final AnalysedLoop.RemoteCode remote;
    private final ControlFlow flow;
    private final Map<Integer, Range> byHeader = new HashMap<>();

    /**
     * Positions {@code [first, end)} that push the end of a loop.
     *
     * @param number from 0 on, for the variable that takes their place
     */
    record Range(int first, int end, int number) {
        boolean contains(int at) {
            return first <= at && at < end;
        }
    }

    static final Range NONE = new Range(-1, -1, 0);

    private FixedBounds(AnalysedLoop.RemoteCode remote) {
        this.remote = remote;
        this.flow = new ControlFlow(remote.code());
    }

    /** By the position of the loop's head. */
    static Map<Integer, Range> of(AnalysedLoop.RemoteCode remote) {
        FixedBounds bounds = new FixedBounds(remote);
        for (NaturalLoop loop : bounds.flow.loops()) {
            boolean isInner = loop.header() != remote.header()
                    && loop.header() >= remote.first()
                    && loop.end() <= remote.end()
                    && remote.reached().contains(loop.header());
            if (isInner && bounds.isEnteredFromAbove(loop)) {
                bounds.find(loop);
            }
        }
        return bounds.byHeader;
    }

    private boolean isEnteredFromAbove(NaturalLoop loop) {
        List<Integer> entries = new ArrayList<>(flow.predecessors(loop.header()));
        entries.removeIf(loop::contains);
        Op before = remote.code().op(loop.header() - 1);
        boolean fallsThrough =
                !(before instanceof Op.Jump || before instanceof Op.Branch || before instanceof Op.Switch);
        return entries.equals(List.of(loop.header() - 1)) && fallsThrough;
    }

    /** The head is to compare a variable with the end. */
    private void find(NaturalLoop loop) {
        int first = loop.header() + 1;
        if (!(remote.code().op(loop.header()) instanceof Op.Load)
                || remote.rewrites().containsKey(loop.header())) {
            return;
        }
        int depth = 0;
        boolean hasElement = false;
        int at = first;
        while (flow.isStraight(at) && needs(at) <= depth && isFixed(loop, at)) {
            depth += effect(at);
            hasElement |= remote.rewrites().get(at) instanceof Rewrite.Element;
            at++;
        }
        if (hasElement
                && depth == 1
                && flow.isStraight(at)
                && remote.code().op(at) instanceof Op.Branch branch
                && branch.opcode().name().startsWith("IF_ICMP")) {
            byHeader.put(loop.header(), new Range(first, at, byHeader.size()));
        }
    }

    /** Whether it pushes the same in every iteration. */
    private boolean isFixed(NaturalLoop loop, int at) {
        Rewrite rewrite = remote.rewrites().get(at);
        if (rewrite != null) {
            return switch (rewrite) {
                case Rewrite.Placeholder _, Rewrite.Scalar _, Rewrite.Same _ -> true;
                case Rewrite.Element(int array, boolean isWrite) -> !isWrite && !isWritten(array);
                case Rewrite.ScalarInstead _,
                        Rewrite.RowLength _,
                        Rewrite.SelectRow _,
                        Rewrite.RowVariable _,
                        Rewrite.BulkCopy _,
                        Rewrite.CallCopy _ -> false;
            };
        }
        return switch (remote.code().op(at)) {
            case Op.Load(TypeKind type, int slot) ->
                type == TypeKind.INT
                        && loop.positions().stream()
                                .noneMatch(one -> remote.code().op(one).assignedSlot() == slot);
            case Op.Plain(ConstantInstruction constant) -> constant.typeKind() == TypeKind.INT;
            case Op.Plain(OperatorInstruction operator) -> isSum(operator);
            case Op.Plain _,
                    Op.Store _,
                    Op.Increment _,
                    Op.Branch _,
                    Op.Jump _,
                    Op.Switch _,
                    Op.Return _,
                    Op.Throw _,
                    Op.Trap _ -> false;
        };
    }

    private static boolean isSum(OperatorInstruction operator) {
        return switch (operator.opcode()) {
            case IADD, ISUB, IMUL -> true;
            default -> false;
        };
    }

    private boolean isWritten(int array) {
        return remote.rewrites().values().stream().anyMatch(one -> switch (one) {
            case Rewrite.Element(int other, boolean isWrite) -> isWrite && other == array;
            case Rewrite.BulkCopy copy -> copy.target().equals(OptionalInt.of(array));
            default -> false;
        });
    }

    /** Operands that it pops. */
    private int needs(int at) {
        Rewrite rewrite = remote.rewrites().get(at);
        if (rewrite != null) {
            return rewrite instanceof Rewrite.Element ? 2 : rewrite instanceof Rewrite.Same ? 1 : 0;
        }
        return remote.code().op(at) instanceof Op.Plain(OperatorInstruction _) ? 2 : 0;
    }

    /** Of something {@link #isFixed}, which pushes one operand. */
    private int effect(int at) {
        return 1 - needs(at);
    }
}
