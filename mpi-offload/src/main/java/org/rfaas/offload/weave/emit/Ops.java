package org.rfaas.offload.weave.emit;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.rfaas.offload.weave.analysis.AnalysedLoop;
import org.rfaas.offload.weave.analysis.RunningIndex;
import org.rfaas.offload.weave.analysis.Source;
import org.rfaas.offload.weave.code.Op;
import org.rfaas.offload.woven.ElementType;

/** Writes single operations, and scalars to and from raw bits. */
final class Ops {
    static final ClassDesc MATH = ClassDesc.of("java.lang.Math");

    /** An {@code int} of two. */
    static final MethodTypeDesc OF_TWO_INTS =
            MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_int, ConstantDescs.CD_int);

    private static final ClassDesc DOUBLE = ConstantDescs.CD_Double;
    private static final ClassDesc FLOAT = ConstantDescs.CD_Float;
    private static final ClassDesc OBJECTS = ClassDesc.of("java.util.Objects");
    private static final ClassDesc PROBLEM = ClassDesc.of("java.lang.IllegalStateException");

    private Ops() {}

    /** Writes an operation with its local variables shifted. */
    static void write(CodeBuilder out, Op op, int slotShift, IntFunction<Label> labels) {
        switch (op) {
            case Op.Plain plain -> out.with(plain.instruction());
            case Op.Load load -> out.loadLocal(load.type(), slotShift + load.slot());
            case Op.Store store -> out.storeLocal(store.type(), slotShift + store.slot());
            case Op.Increment increment -> out.iinc(slotShift + increment.slot(), increment.by());
            case Op.Branch branch -> out.branch(branch.opcode(), labels.apply(branch.target()));
            case Op.Jump jump -> out.goto_(labels.apply(jump.target()));
            case Op.Switch choice -> writeSwitch(out, choice, labels);
            case Op.Return end -> out.return_(end.type());
            case Op.Throw _ -> out.athrow();
            case Op.Trap trap ->
                out.new_(PROBLEM)
                        .dup()
                        .loadConstant(trap.reason())
                        .invokespecial(
                                PROBLEM, "<init>", MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_String))
                        .athrow();
        }
    }

    private static void writeSwitch(CodeBuilder out, Op.Switch choice, IntFunction<Label> labels) {
        Label otherwise = labels.apply(choice.defaultTarget());
        var cases = choice.cases().stream()
                .map(one -> SwitchCase.of(one.value(), labels.apply(one.target())))
                .toList();
        if (choice.isTable()) {
            out.tableswitch(choice.low(), choice.high(), otherwise, cases);
        } else {
            out.lookupswitch(otherwise, cases);
        }
    }

    static TypeKind kind(ElementType type) {
        return TypeKind.fromDescriptor(String.valueOf(type.descriptor())).asLoadable();
    }

    /** Turns the {@code long} on the stack into a scalar. */
    static void fromBits(CodeBuilder out, ElementType type) {
        switch (type) {
            case LONG -> {}
            case DOUBLE ->
                out.invokestatic(
                        DOUBLE, "longBitsToDouble", MethodTypeDesc.of(ConstantDescs.CD_double, ConstantDescs.CD_long));
            case FLOAT ->
                out.l2i()
                        .invokestatic(
                                FLOAT,
                                "intBitsToFloat",
                                MethodTypeDesc.of(ConstantDescs.CD_float, ConstantDescs.CD_int));
            case INT, SHORT, CHAR, BYTE, BOOLEAN -> out.l2i();
        }
    }

    /** Turns the scalar on the stack into a {@code long}. */
    static void toBits(CodeBuilder out, ElementType type) {
        switch (type) {
            case LONG -> {}
            case DOUBLE ->
                out.invokestatic(
                        DOUBLE,
                        "doubleToRawLongBits",
                        MethodTypeDesc.of(ConstantDescs.CD_long, ConstantDescs.CD_double));
            case FLOAT ->
                out.invokestatic(
                                FLOAT,
                                "floatToRawIntBits",
                                MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_float))
                        .i2l();
            case INT, SHORT, CHAR, BYTE, BOOLEAN -> out.i2l();
        }
    }

    /** Where a part of a loop begins and ends: {@code variable} is set, {@code limit} is compared with it. */
    static void writeRange(CodeBuilder out, int step, int start, int from, int to, int variable, int limit) {
        int width = Math.abs(step);
        // counting down, the first iteration of a part is the one with the highest value
        out.iload(start).iload(step > 0 ? from : to);
        if (step < 0) {
            out.iconst_1().isub();
        }
        out.loadConstant(width).imul().iadd().istore(variable);
        out.iload(start)
                .iload(step > 0 ? to : from)
                .loadConstant(width)
                .imul()
                .iadd()
                .istore(limit);
    }

    /**
     * Gives the loop's running indices what the first iteration of a part begins with; the loop variable has its value in that
     * iteration.
     *
     * @param base where the variables of the source begin
     * @param loadBefore pushes an {@code int} that was there before the loop
     */
    static void writeRunningIndices(CodeBuilder out, AnalysedLoop loop, int base, Consumer<Source> loadBefore) {
        int variable = loop.shape().slot();
        for (RunningIndex index : loop.runningIndices()) {
            loadBefore.accept(index.first());
            out.iload(base + variable);
            loadBefore.accept(RunningIndex.valueBefore(variable));
            out.isub().loadConstant(index.ratio()).imul().iadd().istore(base + index.slot());
        }
    }

    /** Throws unless the {@code int} below the length on the stack is an index; leaves it there. */
    static void checkIndex(CodeBuilder out) {
        out.invokestatic(OBJECTS, "checkIndex", OF_TWO_INTS);
    }

    /** Leaves for {@code done} when the part is over. */
    static void writeTest(CodeBuilder out, int step, int variable, int limit, Label done) {
        out.iload(variable).iload(limit);
        if (step > 0) {
            out.if_icmpge(done);
        } else {
            out.if_icmplt(done);
        }
    }

    static ElementType type(ClassDesc type) {
        return ElementType.of(type.descriptorString().charAt(0));
    }
}
