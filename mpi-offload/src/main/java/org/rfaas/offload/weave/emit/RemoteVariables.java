package org.rfaas.offload.weave.emit;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.util.List;
import java.util.Map;
import org.rfaas.offload.weave.analysis.AnalysedLoop;
import org.rfaas.offload.weave.analysis.Captures;
import org.rfaas.offload.weave.analysis.Source;
import org.rfaas.offload.woven.ElementType;
import org.rfaas.offload.woven.Reduction;

/**
 * The local variables of a remote body: its parameters, what counts iterations, four for each use, the scalars, those of the
 * source, and the ends of inner loops that are read once.
 */
final class RemoteVariables {
    private static final int WINDOWS = 0;
    private static final int ORIGINS = 1;
    private static final int ROW_LENGTHS = 2;
    private static final int SCALARS = 3;
    private static final int RESULTS = 4;
    static final int START = 5;
    static final int FROM = 6;
    static final int TO = 7;
    static final int LIMIT = 8;
    static final int COUNTER = 9;
    private static final int FIRST_USE = 10;

    /** The window, its origin, the number of its elements or of those of a row, the number of its rows. */
    private static final int SLOTS_A_USE = 4;

    private final AnalysedLoop loop;
    private final Captures captures;
    private final WindowForm form;
    private final int firstScalar;
    private final int base;

    RemoteVariables(AnalysedLoop loop, WindowForm form) {
        this.loop = loop;
        this.captures = loop.captures();
        this.form = form;
        this.firstScalar = FIRST_USE + SLOTS_A_USE * loop.uses().size();
        this.base = firstScalar + 2 * captures.scalars().size();
    }

    /** Fills them from the parameters. */
    void writeEntry(CodeBuilder out) {
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

    /** Fills those that depend on the loop variable, which has its first value. */
    void writeRunningIndices(CodeBuilder out) {
        Ops.writeRunningIndices(
                out, loop, base, source -> loadScalar(out, captures.scalars().indexOf(source)));
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
                } else {
                    ElementMethods.writeCapacity(out.aload(window(use)), type);
                    out.istore(length(use));
                }
            }
            case ARRAYS -> {}
        }
    }

    /** Hands over what the body's reductions have become. */
    void writeResults(CodeBuilder out) {
        int number = 0;
        for (Map.Entry<Integer, Reduction> one : loop.reductions().entrySet()) {
            out.aload(RESULTS).loadConstant(number++);
            out.loadLocal(Ops.kind(one.getValue().type()), base + one.getKey());
            Ops.toBits(out, one.getValue().type());
            out.lastore();
        }
    }

    void loadScalar(CodeBuilder out, int scalar) {
        TypeKind kind =
                TypeKind.from(captures.scalars().get(scalar).valueType()).asLoadable();
        out.loadLocal(kind, firstScalar + 2 * scalar);
    }

    /** A variable of the source. */
    int own(int slot) {
        return base + slot;
    }

    /** Where the end of an inner loop is kept. */
    int end(FixedBounds.Range bound) {
        return base + loop.remote().code().maxLocals() + bound.number();
    }

    static int window(int use) {
        return FIRST_USE + SLOTS_A_USE * use;
    }

    static int origin(int use) {
        return window(use) + 1;
    }

    static int length(int use) {
        return window(use) + 2;
    }

    private static int rows(int use) {
        return window(use) + 3;
    }
}
