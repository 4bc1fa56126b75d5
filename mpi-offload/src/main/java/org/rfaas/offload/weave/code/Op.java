package org.rfaas.offload.weave.code;

import java.lang.classfile.Instruction;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

/** An instruction that can be moved: targets are positions in the code, local variables are slots. */
public sealed interface Op {
    /** Anything without targets and local variables. */
    record Plain(Instruction instruction) implements Op {}

    /** Pushes a local variable. */
    record Load(TypeKind type, int slot) implements Op {}

    /** Pops into a local variable. */
    record Store(TypeKind type, int slot) implements Op {}

    /** Adds to a local {@code int}. */
    record Increment(int slot, int by) implements Op {}

    /** Goes on at the target if a comparison holds, else at the next position. */
    record Branch(Opcode opcode, int target) implements Op {}

    /** Goes on at the target. */
    record Jump(int target) implements Op {}

    /** Goes on where the popped value says. */
    record Switch(boolean isTable, int low, int high, int defaultTarget, List<Case> cases) implements Op {
        /** One label of a switch. */
        public record Case(int value, int target) {}

        public Switch {
            cases = List.copyOf(cases);
        }
    }

    /** Leaves the method. */
    record Return(TypeKind type) implements Op {}

    /** Throws what is popped. */
    record Throw() implements Op {}

    /** Stands for code of a callee that ends in an exception: a worker gives up here and the rank raises the genuine one. */
    record Trap(String reason) implements Op {}

    /** Positions that may come next. */
    default List<Integer> successors(int position) {
        return switch (this) {
            case Branch branch -> List.of(branch.target, position + 1);
            case Jump jump -> List.of(jump.target);
            case Switch choice -> {
                List<Integer> targets = new ArrayList<>();
                targets.add(choice.defaultTarget);
                choice.cases.forEach(one -> targets.add(one.target));
                yield targets.stream().distinct().toList();
            }
            case Return _, Throw _, Trap _ -> List.of();
            case Plain _, Load _, Store _, Increment _ -> List.of(position + 1);
        };
    }

    /** This with its targets elsewhere. */
    default Op retarget(IntUnaryOperator targets) {
        return switch (this) {
            case Branch branch -> new Branch(branch.opcode, targets.applyAsInt(branch.target));
            case Jump jump -> new Jump(targets.applyAsInt(jump.target));
            case Switch choice ->
                new Switch(
                        choice.isTable,
                        choice.low,
                        choice.high,
                        targets.applyAsInt(choice.defaultTarget),
                        choice.cases.stream()
                                .map(one -> new Switch.Case(one.value, targets.applyAsInt(one.target)))
                                .toList());
            case Return _, Throw _, Trap _, Plain _, Load _, Store _, Increment _ -> this;
        };
    }

    /** This with its local variables elsewhere. */
    default Op shiftSlots(int by) {
        return switch (this) {
            case Load load -> new Load(load.type, load.slot + by);
            case Store store -> new Store(store.type, store.slot + by);
            case Increment increment -> new Increment(increment.slot + by, increment.by);
            case Branch _, Jump _, Switch _, Return _, Throw _, Trap _, Plain _ -> this;
        };
    }

    /** Slot that is assigned, or -1. */
    default int assignedSlot() {
        return switch (this) {
            case Store store -> store.slot;
            case Increment increment -> increment.slot;
            case Branch _, Jump _, Switch _, Return _, Throw _, Trap _, Plain _, Load _ -> -1;
        };
    }

    /** Slot that is read, or -1. */
    default int readSlot() {
        return switch (this) {
            case Load load -> load.slot;
            case Increment increment -> increment.slot;
            case Branch _, Jump _, Switch _, Return _, Throw _, Trap _, Plain _, Store _ -> -1;
        };
    }
}
