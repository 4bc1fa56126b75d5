package org.rfaas.offload.weave.emit;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicConstantDesc;
import java.lang.constant.MethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.rfaas.offload.weave.analysis.AnalysedLoop;
import org.rfaas.offload.weave.analysis.LoopShape;
import org.rfaas.offload.weave.analysis.RunningIndex;
import org.rfaas.offload.weave.analysis.Source;
import org.rfaas.offload.woven.DescriptorCodec;
import org.rfaas.offload.woven.LoopDescriptor;
import org.rfaas.offload.woven.Reduction;
import org.rfaas.offload.woven.WovenLoop;

/** Writes what stands before a woven loop: whether the runtime wants this call, and if so the call instead of the loop. */
final class CallSiteWriter {
    private static final ClassDesc LOOP = ClassDesc.of(WovenLoop.class.getName());
    private static final DirectMethodHandleDesc LINK = MethodHandleDesc.ofMethod(
            DirectMethodHandleDesc.Kind.STATIC,
            LOOP,
            "link",
            MethodTypeDesc.of(
                    LOOP,
                    ConstantDescs.CD_MethodHandles_Lookup,
                    ConstantDescs.CD_String,
                    ConstantDescs.CD_Class,
                    ConstantDescs.CD_MethodHandle,
                    ConstantDescs.CD_String.arrayType()));

    private final AnalysedLoop loop;
    private final LoopShape shape;
    private final CallValues values;
    private final DynamicConstantDesc<WovenLoop> constant;

    CallSiteWriter(AnalysedLoop loop, CallValues values, ClassDesc self, String localBody, LoopDescriptor descriptor) {
        this.loop = loop;
        this.shape = loop.shape();
        this.values = values;
        List<ConstantDesc> arguments = new ArrayList<>();
        arguments.add(
                MethodHandleDesc.ofMethod(DirectMethodHandleDesc.Kind.STATIC, self, localBody, LocalBodyWriter.TYPE));
        arguments.addAll(DescriptorCodec.encode(descriptor));
        this.constant = DynamicConstantDesc.ofNamed(LINK, localBody, LOOP, arguments.toArray(ConstantDesc[]::new));
    }

    /**
     * Writes it.
     *
     * @param plain where the loop as written begins
     * @param exit where it ends
     */
    void write(CodeBuilder out, Label plain, Label exit) {
        if (shape.line() > 0) {
            out.lineNumber(shape.line());
        }
        out.invokestatic(LOOP, "isRuntimeThere", MethodTypeDesc.of(ConstantDescs.CD_boolean))
                .ifeq(plain);
        int trips = out.allocateLocal(TypeKind.LONG);
        out.iload(shape.slot());
        writeBound(out);
        out.loadConstant(shape.step())
                .invokestatic(
                        LOOP,
                        "trips",
                        MethodTypeDesc.of(
                                ConstantDescs.CD_long,
                                ConstantDescs.CD_int,
                                ConstantDescs.CD_long,
                                ConstantDescs.CD_int))
                .lstore(trips);
        out.loadConstant(constant)
                .lload(trips)
                .invokevirtual(LOOP, "wants", MethodTypeDesc.of(ConstantDescs.CD_boolean, ConstantDescs.CD_long))
                .ifeq(plain);
        writeChecks(out, trips, plain);
        int results = out.allocateLocal(TypeKind.REFERENCE);
        writeResultsArray(out, results);
        out.loadConstant(constant);
        writeReferences(out);
        writeScalars(out);
        out.aload(results)
                .iload(shape.slot())
                .lload(trips)
                .invokevirtual(
                        LOOP,
                        "run",
                        MethodTypeDesc.of(
                                ConstantDescs.CD_void,
                                ConstantDescs.CD_Object.arrayType(),
                                ConstantDescs.CD_long.arrayType(),
                                ConstantDescs.CD_long.arrayType(),
                                ConstantDescs.CD_int,
                                ConstantDescs.CD_long));
        readResults(out, results);
        if (loop.isVariableReadAfter()) {
            moveOver(out, shape.slot(), shape.step(), trips);
        }
        for (RunningIndex index : loop.runningIndices()) {
            if (index.isReadAfter()) {
                moveOver(out, index.slot(), index.change(), trips);
            }
        }
        out.goto_(exit);
    }

    /** Brings a variable to where it is after the loop. */
    private static void moveOver(CodeBuilder out, int slot, int change, int trips) {
        out.iload(slot).lload(trips).l2i().loadConstant(change).imul().iadd().istore(slot);
    }

    /** Pushes the first value that the loop variable does not take any more, or one beyond it. */
    private void writeBound(CodeBuilder out) {
        if (shape.bound().isEmpty()) {
            out.lconst_0();
        } else {
            shape.bound()
                    .forEach(at -> Ops.write(out, shape.code().op(at), 0, _ -> {
                        throw new IllegalStateException("a bound with branches");
                    }));
            if (!shape.isLongBound()) {
                out.i2l();
            }
        }
        if (shape.isInclusive()) {
            writeBeyond(out);
        }
    }

    /** From an inclusive bound to the value beyond it; there is none for the last {@code long}, which stays. */
    private void writeBeyond(CodeBuilder out) {
        boolean isAscending = shape.step() > 0;
        if (shape.isLongBound()) {
            out.loadConstant(isAscending ? Long.MAX_VALUE - 1 : Long.MIN_VALUE + 1)
                    .invokestatic(
                            Ops.MATH,
                            isAscending ? "min" : "max",
                            MethodTypeDesc.of(ConstantDescs.CD_long, ConstantDescs.CD_long, ConstantDescs.CD_long));
        }
        out.lconst_1();
        if (isAscending) {
            out.ladd();
        } else {
            out.lsub();
        }
    }

    private void writeChecks(CodeBuilder out, int trips, Label plain) {
        for (Source source : values.mustExist()) {
            Label isThere = out.newLabel();
            CallValues.push(out, source);
            out.ifnonnull(isThere);
            writeInPlace(out, values.describe(source) + " is null", trips, plain);
            out.labelBinding(isThere);
        }
        for (Map.Entry<Source, ClassDesc> one : values.exactTypes().entrySet()) {
            Label isExact = out.newLabel();
            CallValues.push(out, one.getKey());
            out.invokevirtual(ConstantDescs.CD_Object, "getClass", MethodTypeDesc.of(ConstantDescs.CD_Class))
                    .loadConstant(one.getValue())
                    .if_acmpeq(isExact);
            String type = one.getValue().displayName();
            writeInPlace(out, values.describe(one.getKey()) + " is of another class than " + type, trips, plain);
            out.labelBinding(isExact);
        }
    }

    /** The call cannot be described: the loop as written runs, and the runtime is told. */
    private void writeInPlace(CodeBuilder out, String reason, int trips, Label plain) {
        out.loadConstant(constant)
                .loadConstant(reason)
                .lload(trips)
                .invokevirtual(
                        LOOP,
                        "runsInPlace",
                        MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_String, ConstantDescs.CD_long))
                .goto_(plain);
    }

    private void writeReferences(CodeBuilder out) {
        List<Source> references = values.references();
        out.loadConstant(references.size()).anewarray(ConstantDescs.CD_Object);
        for (int k = 0; k < references.size(); k++) {
            out.dup().loadConstant(k);
            CallValues.push(out, references.get(k));
            out.aastore();
        }
    }

    private void writeScalars(CodeBuilder out) {
        List<Source> scalars = values.scalars();
        out.loadConstant(scalars.size()).newarray(TypeKind.LONG);
        for (int k = 0; k < scalars.size(); k++) {
            out.dup().loadConstant(k);
            CallValues.push(out, scalars.get(k));
            Ops.toBits(out, Ops.type(scalars.get(k).valueType()));
            out.lastore();
        }
    }

    private void writeResultsArray(CodeBuilder out, int results) {
        out.loadConstant(loop.reductions().size()).newarray(TypeKind.LONG);
        int number = 0;
        for (Map.Entry<Integer, Reduction> one : loop.reductions().entrySet()) {
            out.dup().loadConstant(number++);
            out.loadLocal(Ops.kind(one.getValue().type()), one.getKey());
            Ops.toBits(out, one.getValue().type());
            out.lastore();
        }
        out.astore(results);
    }

    private void readResults(CodeBuilder out, int results) {
        int number = 0;
        for (Map.Entry<Integer, Reduction> one : loop.reductions().entrySet()) {
            out.aload(results).loadConstant(number++).laload();
            Ops.fromBits(out, one.getValue().type());
            out.storeLocal(Ops.kind(one.getValue().type()), one.getKey());
        }
    }
}
