package org.rfaas.offload.weave.analysis;

import java.lang.classfile.Opcode;
import java.util.List;

/** Operations that only move values on the operand stack. */
final class StackMoves {
    private StackMoves() {}

    static void apply(Opcode opcode, Frame frame, Reductions reductions) {
        switch (opcode) {
            case POP -> frame.popSlots(1).forEach(reductions::spoil);
            case POP2 -> frame.popSlots(2).forEach(reductions::spoil);
            case DUP -> insert(frame, 1, 0, reductions);
            case DUP_X1 -> insert(frame, 1, 1, reductions);
            case DUP_X2 -> insert(frame, 1, 2, reductions);
            case DUP2 -> insert(frame, 2, 0, reductions);
            case DUP2_X1 -> insert(frame, 2, 1, reductions);
            case DUP2_X2 -> insert(frame, 2, 2, reductions);
            case SWAP -> {
                Value top = frame.pop();
                Value below = frame.pop();
                frame.push(top);
                frame.push(below);
            }
            default -> throw new IllegalArgumentException(opcode + " moves nothing");
        }
    }

    /** Puts a copy of the top slots under the slots below them. */
    private static void insert(Frame frame, int slots, int below, Reductions reductions) {
        List<Value> top = frame.popSlots(slots);
        List<Value> under = frame.popSlots(below);
        top.forEach(reductions::spoil); // used twice
        frame.pushAll(top);
        frame.pushAll(under);
        frame.pushAll(top);
    }
}
