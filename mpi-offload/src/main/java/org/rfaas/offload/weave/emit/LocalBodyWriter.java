package org.rfaas.offload.weave.emit;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.rfaas.offload.weave.analysis.AnalysedLoop;
import org.rfaas.offload.weave.analysis.LoopShape;
import org.rfaas.offload.weave.analysis.Source;
import org.rfaas.offload.weave.code.MethodCode;
import org.rfaas.offload.woven.Reduction;

/**
 * Writes a part of the loop as a static method of its own class: the code of the source, on the rank's own arrays and
 * objects.
 */
final class LocalBodyWriter {
    static final MethodTypeDesc TYPE = MethodTypeDesc.of(
            ConstantDescs.CD_void,
            ConstantDescs.CD_Object.arrayType(),
            ConstantDescs.CD_long.arrayType(),
            ConstantDescs.CD_long.arrayType(),
            ConstantDescs.CD_int,
            ConstantDescs.CD_int,
            ConstantDescs.CD_int);

    private static final int REFERENCES = 0;
    private static final int SCALARS = 1;
    private static final int RESULTS = 2;
    private static final int START = 3;
    private static final int FROM = 4;
    private static final int TO = 5;
    private static final int LIMIT = 6;
    private static final int BASE = 7;

    private final AnalysedLoop loop;
    private final LoopShape shape;
    private final MethodCode code;
    private final CallValues values;

    LocalBodyWriter(AnalysedLoop loop, CallValues values) {
        this.loop = loop;
        this.shape = loop.shape();
        this.code = shape.code();
        this.values = values;
    }

    void write(CodeBuilder out) {
        out.lineNumber(Math.max(1, shape.line()));
        writeEntry(out);
        int first = shape.loop().first();
        int end = shape.loop().end();
        CodeCopier copier = new CodeCopier(out, code, first, end);
        Label done = out.newLabel();
        Ops.writeRange(out, shape.step(), START, FROM, TO, BASE + shape.slot(), LIMIT);
        Ops.writeRunningIndices(
                out,
                loop,
                BASE,
                source -> out.aload(SCALARS)
                        .loadConstant(values.scalars().indexOf(source))
                        .laload()
                        .l2i());
        if (shape.header() != first) {
            out.goto_(copier.label(shape.header()));
        }
        for (int at = first; at < end; at++) {
            copier.bind(at);
            copier.writeLine(at);
            if (at == shape.header()) {
                Ops.writeTest(out, shape.step(), BASE + shape.slot(), LIMIT, done);
                if (shape.body() != shape.test() + 1) {
                    out.goto_(copier.label(shape.body()));
                }
            }
            if (at < shape.header() || at > shape.test()) {
                copier.write(at, BASE);
            }
        }
        copier.bind(end);
        out.labelBinding(done);
        writeResults(out);
        out.return_();
        writeVariables(out, copier, first, end);
    }

    private void writeEntry(CodeBuilder out) {
        List<Source> references = values.references();
        for (int k = 0; k < references.size(); k++) {
            if (references.get(k) instanceof Source.Local(int slot, ClassDesc type)) {
                out.aload(REFERENCES).loadConstant(k).aaload().checkcast(type).astore(BASE + slot);
            }
        }
        List<Source> scalars = values.scalars();
        for (int k = 0; k < scalars.size(); k++) {
            if (scalars.get(k) instanceof Source.Local(int slot, ClassDesc type)) {
                out.aload(SCALARS).loadConstant(k).laload();
                Ops.fromBits(out, Ops.type(type));
                out.storeLocal(TypeKind.from(type).asLoadable(), BASE + slot);
            }
        }
        int number = 0;
        for (Map.Entry<Integer, Reduction> one : loop.reductions().entrySet()) {
            out.aload(RESULTS).loadConstant(number++).laload();
            Ops.fromBits(out, one.getValue().type());
            out.storeLocal(Ops.kind(one.getValue().type()), BASE + one.getKey());
        }
    }

    private void writeResults(CodeBuilder out) {
        int number = 0;
        for (Map.Entry<Integer, Reduction> one : loop.reductions().entrySet()) {
            out.aload(RESULTS).loadConstant(number++);
            out.loadLocal(Ops.kind(one.getValue().type()), BASE + one.getKey());
            Ops.toBits(out, one.getValue().type());
            out.lastore();
        }
    }

    /** Names for debuggers, of those variables that the body has: others may have slots beyond its own. */
    private void writeVariables(CodeBuilder out, CodeCopier copier, int first, int end) {
        Set<Integer> slots = slots();
        for (MethodCode.Variable variable : code.variables()) {
            int from = Math.max(first, variable.start());
            int to = Math.min(end, variable.end());
            if (from < to && slots.contains(variable.slot())) {
                out.localVariable(
                        BASE + variable.slot(),
                        variable.name(),
                        ClassDesc.ofDescriptor(variable.descriptor()),
                        copier.label(from),
                        copier.label(to));
            }
        }
    }

    /** Slots, as in the source, that are filled at the entry or assigned later. */
    private Set<Integer> slots() {
        Set<Integer> slots = new HashSet<>(loop.reductions().keySet());
        Stream.concat(values.references().stream(), values.scalars().stream()).forEach(source -> {
            if (source instanceof Source.Local local) {
                slots.add(local.slot());
            }
        });
        shape.loop().positions().forEach(at -> slots.add(code.op(at).assignedSlot()));
        return slots;
    }
}
