package org.rfaas.offload.weave.emit;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.rfaas.offload.woven.ElementType;

/**
 * The small methods of a kernel class that read and write elements of windows. They take what the source's instruction
 * would have on the stack, with a placeholder or row number for the array; then the window, the index of its first element
 * or row, and as far as the form needs them, how many elements the window, or each row, has and how many rows there are.
 *
 * <p>Indices are checked as {@code int}: HotSpot moves such checks out of loops where it leaves those of a {@code long}
 * against a segment's size. Arrays check enough themselves. So do buffers, but of an index that was checked against a length
 * of less than 2 GiB C2 knows that its offset in bytes is an {@code int}: address and access become one instruction, and loops
 * that only read are vectorised. Columns are checked because one outside of its row would be an element of another.
 */
final class ElementMethods {
    private static final ClassDesc SEGMENT = ClassDesc.of("java.lang.foreign.MemorySegment");
    private static final ClassDesc BUFFER = ClassDesc.of("java.nio.Buffer");
    private static final ClassDesc LAYOUT = ClassDesc.of("java.lang.foreign.ValueLayout");

    private static final int ARRAY_OR_ROW = 0;
    private static final int INDEX = 1;
    private static final int VALUE = 2;

    private final ClassDesc kernel;
    private final Set<Access> used = new LinkedHashSet<>();

    private record Access(WindowForm form, ElementType type, boolean isWrite, boolean isRow) {
        String name() {
            return isWrite ? "setElement" : "element";
        }

        MethodTypeDesc signature() {
            List<ClassDesc> parameters = new ArrayList<>();
            parameters.add(isRow ? ConstantDescs.CD_int : ConstantDescs.CD_Object);
            parameters.add(ConstantDescs.CD_int);
            if (isWrite) {
                parameters.add(WindowForm.primitive(type));
            }
            parameters.add(form.window(type, isRow));
            parameters.add(ConstantDescs.CD_int);
            parameters.addAll(Collections.nCopies(form.bounds(isRow), ConstantDescs.CD_int));
            return MethodTypeDesc.of(isWrite ? ConstantDescs.CD_void : WindowForm.primitive(type), parameters);
        }

        int windowSlot() {
            return isWrite ? VALUE + Ops.kind(type).slotSize() : VALUE;
        }

        int originSlot() {
            return windowSlot() + 1;
        }

        int lengthSlot() {
            return windowSlot() + 2;
        }

        int rowsSlot() {
            return windowSlot() + 3;
        }
    }

    ElementMethods(ClassDesc kernel) {
        this.kernel = kernel;
    }

    /** Calls the one that is needed; the window, its origin and bounds are pushed before. */
    void call(CodeBuilder out, WindowForm form, ElementType type, boolean isWrite, boolean isRow) {
        Access access = new Access(form, type, isWrite, isRow);
        used.add(access);
        out.invokestatic(kernel, access.name(), access.signature());
    }

    void write(ClassBuilder out) {
        for (Access access : used) {
            out.withMethodBody(
                    access.name(), access.signature(), ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC, code -> {
                        switch (access.form) {
                            case MEMORY -> writeMemory(code, access);
                            case BUFFERS -> writeBuffer(code, access);
                            case ARRAYS -> writeArray(code, access);
                        }
                    });
        }
    }

    /** Replaces a window of memory by its number of elements. */
    static void writeLength(CodeBuilder out, ElementType type) {
        out.invokeinterface(SEGMENT, "byteSize", MethodTypeDesc.of(ConstantDescs.CD_long))
                .loadConstant(Integer.numberOfTrailingZeros(type.bytes()))
                .lushr()
                .l2i();
    }

    /** Replaces a buffer by its number of elements, which C2 then knows to be less than 2 GiB together. */
    static void writeCapacity(CodeBuilder out, ElementType type) {
        out.invokevirtual(BUFFER, "capacity", MethodTypeDesc.of(ConstantDescs.CD_int));
        // which buffers always are
        out.loadConstant(Integer.MAX_VALUE / type.bytes()).iand();
    }

    /** Replaces a buffer and the length of its rows by the number of rows. */
    static void writeRows(CodeBuilder out) {
        // where rows are empty there is nothing to be had from any
        out.iconst_1().invokestatic(Ops.MATH, "max", Ops.OF_TWO_INTS);
        out.swap().invokevirtual(BUFFER, "capacity", MethodTypeDesc.of(ConstantDescs.CD_int));
        out.swap().idiv();
    }

    private static void writeMemory(CodeBuilder out, Access access) {
        ElementType type = access.type;
        ClassDesc layout = ClassDesc.of("java.lang.foreign.ValueLayout$Of" + WindowForm.capitalised(type));
        out.aload(access.windowSlot()).getstatic(LAYOUT, layoutName(type), layout);
        if (access.isRow) {
            // rows together may have more elements than an int counts
            out.iload(ARRAY_OR_ROW).i2l().iload(access.originSlot()).i2l().lsub();
            out.iload(access.lengthSlot()).i2l().lmul();
            writeChecked(out, access, false);
            out.i2l().ladd();
        } else {
            writeChecked(out, access, true);
            out.i2l();
        }
        out.loadConstant(Integer.numberOfTrailingZeros(type.bytes())).lshl();
        if (access.isWrite) {
            out.loadLocal(Ops.kind(type), VALUE)
                    .invokeinterface(
                            SEGMENT,
                            "set",
                            MethodTypeDesc.of(
                                    ConstantDescs.CD_void, layout, ConstantDescs.CD_long, WindowForm.primitive(type)))
                    .return_();
        } else {
            out.invokeinterface(
                            SEGMENT,
                            "get",
                            MethodTypeDesc.of(WindowForm.primitive(type), layout, ConstantDescs.CD_long))
                    .return_(Ops.kind(type));
        }
    }

    private static void writeBuffer(CodeBuilder out, Access access) {
        ClassDesc buffer = access.form.window(access.type, access.isRow);
        ClassDesc element = WindowForm.primitive(access.type);
        out.aload(access.windowSlot());
        if (access.isRow) {
            out.iload(ARRAY_OR_ROW).iload(access.originSlot()).isub();
            Ops.checkIndex(out.iload(access.rowsSlot()));
            out.iload(access.lengthSlot()).imul();
            writeChecked(out, access, false);
            out.iadd();
        } else {
            writeChecked(out, access, true);
        }
        if (access.isWrite) {
            out.loadLocal(Ops.kind(access.type), VALUE)
                    .invokevirtual(buffer, "put", MethodTypeDesc.of(buffer, ConstantDescs.CD_int, element))
                    .pop()
                    .return_();
        } else {
            out.invokevirtual(buffer, "get", MethodTypeDesc.of(element, ConstantDescs.CD_int))
                    .return_(Ops.kind(access.type));
        }
    }

    private static void writeArray(CodeBuilder out, Access access) {
        out.aload(access.windowSlot());
        if (access.isRow) {
            out.iload(ARRAY_OR_ROW).iload(access.originSlot()).isub().aaload().iload(INDEX);
        } else {
            out.iload(INDEX).iload(access.originSlot()).isub();
        }
        TypeKind element = TypeKind.fromDescriptor(String.valueOf(access.type.descriptor()));
        if (access.isWrite) {
            out.loadLocal(Ops.kind(access.type), VALUE).arrayStore(element).return_();
        } else {
            out.arrayLoad(element).return_(Ops.kind(access.type));
        }
    }

    /** Pushes the index in the window or, as a column outside of its row would be an element of another, in the row. */
    private static void writeChecked(CodeBuilder out, Access access, boolean isFromOrigin) {
        out.iload(INDEX);
        if (isFromOrigin) {
            out.iload(access.originSlot()).isub();
        }
        Ops.checkIndex(out.iload(access.lengthSlot()));
    }

    private static String layoutName(ElementType type) {
        return type.bytes() == 1 ? "JAVA_" + type.name() : "JAVA_" + type.name() + "_UNALIGNED";
    }
}
