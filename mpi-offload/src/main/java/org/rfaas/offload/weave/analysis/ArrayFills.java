package org.rfaas.offload.weave.analysis;

import java.lang.classfile.Instruction;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.ArrayStoreInstruction;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.OperatorInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rfaas.offload.weave.code.MethodCode;
import org.rfaas.offload.weave.code.Op;
import org.rfaas.offload.weave.code.Positions;

/**
 * {@code Arrays.fill} of primitives, all of an array or a range, as the loop that its specification says it is. So the
 * analysis sees a loop, whatever code the JDK at hand has for it.
 */
final class ArrayFills {
    private final TypeKind element;
    private final boolean isRange;
    private final int first;
    private final int end;
    private final int value;
    private final List<Op> ops = new ArrayList<>();

    /** Parameters have the first slots, in their order: array, value, or array, first, end, value. */
    private ArrayFills(TypeKind element, boolean isRange) {
        this.element = element;
        this.isRange = isRange;
        this.value = isRange ? 3 : 1;
        this.first = isRange ? 1 : 1 + element.slotSize();
        this.end = first + 1;
    }

    /** The code of a method that fills an array of primitives; none for other methods. */
    static @Nullable MethodCode code(MethodRef method) {
        if (!isOne(method)) {
            return null;
        }
        List<ClassDesc> parameters =
                MethodTypeDesc.ofDescriptor(method.descriptor()).parameterList();
        return new ArrayFills(TypeKind.from(parameters.getLast()), parameters.size() == 4).write();
    }

    static boolean isOne(MethodRef method) {
        return method.owner().equals("java/util/Arrays")
                && method.name().equals("fill")
                && !method.descriptor().startsWith("([L");
    }

    private MethodCode write() {
        List<Integer> checks = isRange ? checkRange() : takeAll();
        int head = ops.size();
        load(first);
        load(end);
        ops.add(new Op.Branch(Opcode.IF_ICMPGE, head + 9));
        ops.add(new Op.Load(TypeKind.REFERENCE, 0));
        load(first);
        ops.add(new Op.Load(element.asLoadable(), value));
        plain(ArrayStoreInstruction.of(storeOpcode()));
        ops.add(new Op.Increment(first, 1));
        ops.add(new Op.Jump(head));
        ops.add(new Op.Return(TypeKind.VOID));
        int trap = ops.size();
        ops.add(new Op.Trap("a range to fill is not one of the array"));
        checks.forEach(at -> ops.set(at, ops.get(at).retarget(_ -> trap)));
        return new MethodCode(
                ops,
                Collections.nCopies(ops.size(), 0),
                List.of(),
                List.of(
                        new MethodCode.Variable(
                                "array", element.upperBound().arrayType().descriptorString(), 0, 0, trap),
                        new MethodCode.Variable("filled", "I", first, 0, trap)),
                new Positions(),
                Math.max(end + 1, value + element.slotSize()),
                false);
    }

    private List<Integer> takeAll() {
        plain(ConstantInstruction.ofIntrinsic(Opcode.ICONST_0));
        ops.add(new Op.Store(TypeKind.INT, first));
        length();
        ops.add(new Op.Store(TypeKind.INT, end));
        return List.of();
    }

    /** A range may be empty, but even then it must be one. Positions of the branches of a range that is none. */
    private List<Integer> checkRange() {
        List<Integer> checks = new ArrayList<>();
        load(first);
        load(end);
        check(Opcode.IF_ICMPGT, checks);
        load(first);
        check(Opcode.IFLT, checks);
        load(end);
        length();
        check(Opcode.IF_ICMPGT, checks);
        return checks;
    }

    private void check(Opcode opcode, List<Integer> checks) {
        checks.add(ops.size());
        ops.add(new Op.Branch(opcode, 0));
    }

    private void length() {
        ops.add(new Op.Load(TypeKind.REFERENCE, 0));
        plain(OperatorInstruction.of(Opcode.ARRAYLENGTH));
    }

    private void load(int slot) {
        ops.add(new Op.Load(TypeKind.INT, slot));
    }

    private void plain(Instruction instruction) {
        ops.add(new Op.Plain(instruction));
    }

    private Opcode storeOpcode() {
        return switch (element) {
            case BYTE, BOOLEAN -> Opcode.BASTORE;
            case SHORT -> Opcode.SASTORE;
            case CHAR -> Opcode.CASTORE;
            case INT -> Opcode.IASTORE;
            case LONG -> Opcode.LASTORE;
            case FLOAT -> Opcode.FASTORE;
            case DOUBLE -> Opcode.DASTORE;
            case REFERENCE, VOID -> throw new IllegalStateException("no fill of " + element);
        };
    }
}
