package org.rfaas.offload.weave.emit;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.util.Map;
import java.util.OptionalInt;
import org.rfaas.offload.weave.analysis.AccessPoint;
import org.rfaas.offload.weave.analysis.AnalysedLoop;
import org.rfaas.offload.weave.analysis.Captures;
import org.rfaas.offload.weave.analysis.LoopShape;
import org.rfaas.offload.weave.analysis.MethodRef;
import org.rfaas.offload.weave.analysis.Rewrite;
import org.rfaas.offload.weave.code.MethodCode;
import org.rfaas.offload.weave.code.Op;

/** Writes a part of the loop over windows; see {@link Rewrite} for what differs from the source. */
final class RemoteBodyWriter {
    private final LoopShape shape;
    private final AnalysedLoop.RemoteCode remote;
    private final MethodCode code;
    private final Captures captures;
    private final ClassDesc kernel;
    private final WindowForm form;
    private final ElementMethods elements;
    private final BulkCopies bulkCopies;
    private final SharedOrigins origins;
    private final Map<Integer, FixedBounds.Range> bounds;
    private final Map<MethodRef, String> copies;
    private final RemoteVariables variables;
    private final LoopCounter counter;

    RemoteBodyWriter(
            AnalysedLoop loop,
            ClassDesc kernel,
            WindowForm form,
            ElementMethods elements,
            BulkCopies bulkCopies,
            Map<Integer, FixedBounds.Range> bounds,
            Map<MethodRef, String> copies) {
        this.shape = loop.shape();
        this.remote = loop.remote();
        this.code = remote.code();
        this.captures = loop.captures();
        this.kernel = kernel;
        this.form = form;
        this.elements = elements;
        this.bulkCopies = bulkCopies;
        this.origins = new SharedOrigins(loop.uses());
        this.bounds = bounds;
        this.copies = copies;
        this.variables = new RemoteVariables(loop, form);
        this.counter = new LoopCounter(loop, form, variables);
    }

    void write(CodeBuilder out) {
        out.lineNumber(Math.max(1, shape.line()));
        variables.writeEntry(out);
        int first = remote.first();
        CodeCopier copier = new CodeCopier(out, code, first, remote.end());
        Label done = out.newLabel();
        counter.writeStart(out);
        variables.writeRunningIndices(out);
        if (remote.header() != first) {
            out.goto_(copier.label(remote.header()));
        }
        FixedBounds.Range fixed = FixedBounds.NONE;
        for (int at = first; at < remote.end(); at++) {
            FixedBounds.Range bound = bounds.get(at);
            if (bound != null) {
                fixed = bound;
                for (int part = bound.first(); part < bound.end(); part++) {
                    write(out, part, copier);
                }
                out.istore(variables.end(bound));
            }
            copier.bind(at);
            copier.writeLine(at);
            if (at == remote.header()) {
                counter.writeTest(out, done);
                if (remote.body() != remote.test() + 1) {
                    out.goto_(copier.label(remote.body()));
                }
            }
            boolean isCondition = at >= remote.header() && at <= remote.test();
            if (at == fixed.first()) {
                out.iload(variables.end(fixed));
            } else if (!fixed.contains(at) && !isCondition && remote.reached().contains(at)) {
                write(out, at, copier);
            }
        }
        copier.bind(remote.end());
        out.labelBinding(done);
        variables.writeResults(out);
        out.return_();
    }

    private void write(CodeBuilder out, int at, CodeCopier copier) {
        Op op = code.op(at);
        Rewrite rewrite = remote.rewrites().get(at);
        if (rewrite == null) {
            copier.write(at, variables.own(0));
            counter.writeAfter(out, op);
            return;
        }
        switch (rewrite) {
            case Rewrite.Placeholder _ -> out.aconst_null();
            case Rewrite.Scalar(int scalar) -> variables.loadScalar(out, scalar);
            case Rewrite.Same _ -> {}
            case Rewrite.ScalarInstead(int scalar) -> {
                out.pop();
                variables.loadScalar(out, scalar);
            }
            case Rewrite.RowLength _ -> out.pop().iload(RemoteVariables.length(useAt(at, false)));
            case Rewrite.SelectRow(OptionalInt rows) -> {
                out.swap().pop();
                if (rows.isPresent()) {
                    variables.loadScalar(out, rows.getAsInt());
                    Ops.checkIndex(out);
                }
            }
            case Rewrite.RowVariable _ -> {
                switch (op) {
                    case Op.Load load -> out.iload(variables.own(load.slot()));
                    case Op.Store store -> out.istore(variables.own(store.slot()));
                    default -> throw new IllegalStateException("no variable at " + at);
                }
            }
            case Rewrite.Element(int array, boolean isWrite) -> writeElement(out, useAt(at, isWrite), array, isWrite);
            case Rewrite.BulkCopy copy -> writeCopy(out, at, copy);
            case Rewrite.CallCopy _ -> {
                if (!CopiedCalls.write(out, op, kernel, copies)) {
                    throw new IllegalStateException("no copy of the method called at " + at);
                }
            }
        }
    }

    private void writeElement(CodeBuilder out, int use, int array, boolean isWrite) {
        writeWindow(out, use, array);
        elements.call(out, form, captures.elementType(array), isWrite, captures.isRows(array));
    }

    private void writeCopy(CodeBuilder out, int at, Rewrite.BulkCopy copy) {
        if (copy.source().isPresent()) {
            writeWindow(out, useAt(at, false), copy.source().getAsInt());
        }
        if (copy.target().isPresent()) {
            writeWindow(out, useAt(at, true), copy.target().getAsInt());
        }
        bulkCopies.call(out, form, copy.type(), side(copy.source()), side(copy.target()));
    }

    private BulkCopy.Side side(OptionalInt array) {
        if (array.isEmpty()) {
            return BulkCopy.Side.SCRATCH;
        }
        return captures.isRows(array.getAsInt()) ? BulkCopy.Side.ROW : BulkCopy.Side.ELEMENTS;
    }

    /** Pushes a window, its origin and its bounds. */
    private void writeWindow(CodeBuilder out, int use, int array) {
        out.aload(RemoteVariables.window(use));
        if (form != WindowForm.MEMORY && origins.isFirst(use)) {
            out.iconst_0();
        } else {
            out.iload(RemoteVariables.origin(form == WindowForm.ARRAYS ? origins.of(use) : use));
        }
        boolean isRows = captures.isRows(array);
        for (int bound = 0; bound < form.bounds(isRows); bound++) {
            out.iload(RemoteVariables.length(use) + bound);
        }
    }

    private int useAt(int at, boolean isWrite) {
        Integer use = remote.useAt().get(new AccessPoint(at, isWrite));
        if (use == null) {
            throw new IllegalStateException("no use at " + at);
        }
        return use;
    }
}
