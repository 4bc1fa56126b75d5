package org.rfaas.offload.weave.emit;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.util.List;
import java.util.Map;
import org.rfaas.offload.weave.analysis.AnalysedLoop;
import org.rfaas.offload.weave.analysis.Captures;
import org.rfaas.offload.weave.analysis.LoopShape;
import org.rfaas.offload.weave.analysis.MethodRef;
import org.rfaas.offload.weave.analysis.Rewrite;
import org.rfaas.offload.weave.analysis.Source;
import org.rfaas.offload.weave.code.MethodCode;
import org.rfaas.offload.weave.code.Op;
import org.rfaas.offload.woven.ElementType;
import org.rfaas.offload.woven.Reduction;

/** Writes a part of the loop over windows; see {@link Rewrite} for what differs from the source. */
final class RemoteBodyWriter {
    private static final int WINDOWS = 0;
    private static final int ORIGINS = 1;
    private static final int ROW_LENGTHS = 2;
    private static final int SCALARS = 3;
    private static final int RESULTS = 4;
    private static final int START = 5;
    private static final int FROM = 6;
    private static final int TO = 7;
    private static final int LIMIT = 8;
    private static final int FIRST_USE = 9;

    /** The window, its origin, the number of its elements or of those of a row, the number of its rows. */
    private static final int SLOTS_A_USE = 4;

    private final AnalysedLoop loop;
    private final LoopShape shape;
    private final AnalysedLoop.RemoteCode remote;
    private final MethodCode code;
    private final Captures captures;
    private final ClassDesc kernel;
    private final WindowForm form;
    private final ElementMethods elements;
    private final SharedOrigins origins;
    private final Map<Integer, FixedBounds.Range> bounds;
    private final Map<MethodRef, String> copies;
    private final int firstScalar;
    private final int base;

    RemoteBodyWriter(
            AnalysedLoop loop,
            ClassDesc kernel,
            WindowForm form,
            ElementMethods elements,
            Map<MethodRef, String> copies) {
        this.loop = loop;
        this.shape = loop.shape();
        this.remote = loop.remote();
        this.code = remote.code();
        this.captures = loop.captures();
        this.kernel = kernel;
        this.form = form;
        this.elements = elements;
        this.origins = new SharedOrigins(loop.uses());
        this.bounds = FixedBounds.of(remote);
        this.copies = copies;
        this.firstScalar = FIRST_USE + SLOTS_A_USE * loop.uses().size();
        this.base = firstScalar + 2 * captures.scalars().size();
    }

    void write(CodeBuilder out) {
        out.lineNumber(Math.max(1, shape.line()));
        writeEntry(out);
        int first = remote.first();
        Label[] labels = new Label[remote.end() - first + 1];
        for (int k = 0; k < labels.length; k++) {
            labels[k] = out.newLabel();
        }
        Label done = out.newLabel();
        int variable = base + shape.slot();
        Ops.writeRange(out, shape.step(), START, FROM, TO, variable, LIMIT);
        if (remote.header() != first) {
            out.goto_(labels[remote.header() - first]);
        }
        FixedBounds.Range fixed = FixedBounds.NONE;
        int line = 0;
        for (int at = first; at < remote.end(); at++) {
            FixedBounds.Range bound = bounds.get(at);
            if (bound != null) {
                fixed = bound;
                for (int part = bound.first(); part < bound.end(); part++) {
                    write(out, part, labels, first);
                }
                out.istore(end(bound));
            }
            out.labelBinding(labels[at - first]);
            if (code.line(at) != line && code.line(at) > 0) {
                line = code.line(at);
                out.lineNumber(line);
            }
            if (at == remote.header()) {
                Ops.writeTest(out, shape.step(), variable, LIMIT, done);
                if (remote.body() != remote.test() + 1) {
                    out.goto_(labels[remote.body() - first]);
                }
            }
            boolean isCondition = at >= remote.header() && at <= remote.test();
            if (at == fixed.first()) {
                out.iload(end(fixed));
            } else if (!fixed.contains(at) && !isCondition && remote.reached().contains(at)) {
                write(out, at, labels, first);
            }
        }
        out.labelBinding(labels[remote.end() - first]);
        out.labelBinding(done);
        writeResults(out);
        out.return_();
    }

    private void writeEntry(CodeBuilder out) {
        for (int use = 0; use < loop.uses().size(); use++) {
            writeWindow(out, use);
        }
        List<Source> scalars = captures.scalars();
        for (int k = 0; k < scalars.size(); k++) {
            ElementType type = Ops.type(scalars.get(k).valueType());
            out.aload(SCALARS).loadConstant(k).laload();
            Ops.fromBits(out, type);
            out.storeLocal(Ops.kind(type), firstScalar + 2 * k);
        }
        int number = 0;
        for (Map.Entry<Integer, Reduction> one : loop.reductions().entrySet()) {
            out.aload(RESULTS).loadConstant(number++).laload();
            Ops.fromBits(out, one.getValue().type());
            out.storeLocal(Ops.kind(one.getValue().type()), base + one.getKey());
        }
    }

    private void writeWindow(CodeBuilder out, int use) {
        int array = loop.uses().get(use).array();
        ElementType type = captures.elementType(array);
        boolean isRows = captures.isRows(array);
        out.aload(WINDOWS).loadConstant(use).aaload();
        if (form != WindowForm.MEMORY) {
            out.checkcast(form.window(type, isRows));
        }
        out.astore(window(use));
        // a window begins inside of a Java array
        out.aload(ORIGINS).loadConstant(use).laload().l2i().istore(origin(use));
        if (isRows) {
            out.aload(ROW_LENGTHS).loadConstant(use).iaload().istore(length(use));
        }
        switch (form) {
            case MEMORY -> {
                if (!isRows) {
                    ElementMethods.writeLength(out.aload(window(use)), type);
                    out.istore(length(use));
                }
            }
            case BUFFERS -> {
                if (isRows) {
                    ElementMethods.writeRows(out.aload(window(use)).iload(length(use)));
                    out.istore(rows(use));
                }
            }
            case ARRAYS -> {}
        }
    }

    private void writeResults(CodeBuilder out) {
        int number = 0;
        for (Map.Entry<Integer, Reduction> one : loop.reductions().entrySet()) {
            out.aload(RESULTS).loadConstant(number++);
            out.loadLocal(Ops.kind(one.getValue().type()), base + one.getKey());
            Ops.toBits(out, one.getValue().type());
            out.lastore();
        }
    }

    private void write(CodeBuilder out, int at, Label[] labels, int first) {
        Op op = code.op(at);
        Rewrite rewrite = remote.rewrites().get(at);
        if (rewrite == null) {
            Ops.write(out, op, base, target -> labels[target - first]);
            return;
        }
        switch (rewrite) {
            case Rewrite.Placeholder _ -> out.aconst_null();
            case Rewrite.Scalar(int scalar) -> loadScalar(out, scalar);
            case Rewrite.Same _ -> {}
            case Rewrite.ScalarInstead(int scalar) -> {
                out.pop();
                loadScalar(out, scalar);
            }
            case Rewrite.RowLength _ -> out.pop().iload(length(useAt(at)));
            case Rewrite.SelectRow _ -> out.swap().pop();
            case Rewrite.RowVariable _ -> {
                switch (op) {
                    case Op.Load load -> out.iload(base + load.slot());
                    case Op.Store store -> out.istore(base + store.slot());
                    default -> throw new IllegalStateException("no variable at " + at);
                }
            }
            case Rewrite.Element(int array, boolean isWrite) -> writeElement(out, useAt(at), array, isWrite);
            case Rewrite.CallCopy _ -> {
                if (!CopiedCalls.write(out, op, kernel, copies)) {
                    throw new IllegalStateException("no copy of the method called at " + at);
                }
            }
        }
    }

    private void writeElement(CodeBuilder out, int use, int array, boolean isWrite) {
        out.aload(window(use));
        if (form != WindowForm.MEMORY && loop.uses().get(use).isWhole()) {
            out.iconst_0();
        } else {
            out.iload(origin(form == WindowForm.ARRAYS ? origins.of(use) : use));
        }
        boolean isRows = captures.isRows(array);
        for (int bound = 0; bound < form.bounds(isRows); bound++) {
            out.iload(length(use) + bound);
        }
        elements.call(out, form, captures.elementType(array), isWrite, isRows);
    }

    private void loadScalar(CodeBuilder out, int scalar) {
        TypeKind kind =
                TypeKind.from(captures.scalars().get(scalar).valueType()).asLoadable();
        out.loadLocal(kind, firstScalar + 2 * scalar);
    }

    private int useAt(int at) {
        Integer use = remote.useAt().get(at);
        if (use == null) {
            throw new IllegalStateException("no use at " + at);
        }
        return use;
    }

    /** Where the end of an inner loop is kept. */
    private int end(FixedBounds.Range bound) {
        return base + code.maxLocals() + bound.number();
    }

    private static int window(int use) {
        return FIRST_USE + SLOTS_A_USE * use;
    }

    private static int origin(int use) {
        return window(use) + 1;
    }

    private static int length(int use) {
        return window(use) + 2;
    }

    private static int rows(int use) {
        return window(use) + 3;
    }
}
