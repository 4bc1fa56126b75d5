package org.rfaas.offload.weave.emit;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.rfaas.offload.woven.ElementType;

/**
 * The small methods of a kernel class that read and write elements of windows. They take what the source's instruction
 * would have on the stack, with a placeholder or row number for the array, then the window.
 */
final class ElementMethods {
    static final ClassDesc SEGMENT = ClassDesc.of("java.lang.foreign.MemorySegment");
    private static final ClassDesc LAYOUT = ClassDesc.of("java.lang.foreign.ValueLayout");
    private static final ClassDesc OBJECTS = ClassDesc.of("java.util.Objects");

    private final ClassDesc kernel;
    private final Map<ElementType, Set<Kind>> used = new EnumMap<>(ElementType.class);

    private enum Kind {
        READ,
        WRITE,
        READ_ROW,
        WRITE_ROW
    }

    ElementMethods(ClassDesc kernel) {
        this.kernel = kernel;
    }

    /** Calls the one that is needed; the window's memory, origin and row length are pushed before. */
    void call(CodeBuilder out, ElementType type, boolean isWrite, boolean isRows) {
        Kind kind = isRows ? isWrite ? Kind.WRITE_ROW : Kind.READ_ROW : isWrite ? Kind.WRITE : Kind.READ;
        used.computeIfAbsent(type, t -> EnumSet.noneOf(Kind.class)).add(kind);
        out.invokestatic(kernel, name(kind), signature(type, kind));
    }

    void write(ClassBuilder out) {
        used.forEach((type, kinds) -> kinds.forEach(kind -> out.withMethodBody(
                name(kind),
                signature(type, kind),
                ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC,
                code -> write(code, type, kind))));
    }

    private static String name(Kind kind) {
        return kind == Kind.READ || kind == Kind.READ_ROW ? "element" : "setElement";
    }

    private static ClassDesc primitive(ElementType type) {
        return ClassDesc.ofDescriptor(String.valueOf(type.descriptor()));
    }

    private static MethodTypeDesc signature(ElementType type, Kind kind) {
        ClassDesc element = primitive(type);
        return switch (kind) {
            case READ ->
                MethodTypeDesc.of(
                        element, ConstantDescs.CD_Object, ConstantDescs.CD_int, SEGMENT, ConstantDescs.CD_long);
            case WRITE ->
                MethodTypeDesc.of(
                        ConstantDescs.CD_void,
                        ConstantDescs.CD_Object,
                        ConstantDescs.CD_int,
                        element,
                        SEGMENT,
                        ConstantDescs.CD_long);
            case READ_ROW ->
                MethodTypeDesc.of(
                        element,
                        ConstantDescs.CD_int,
                        ConstantDescs.CD_int,
                        SEGMENT,
                        ConstantDescs.CD_long,
                        ConstantDescs.CD_int);
            case WRITE_ROW ->
                MethodTypeDesc.of(
                        ConstantDescs.CD_void,
                        ConstantDescs.CD_int,
                        ConstantDescs.CD_int,
                        element,
                        SEGMENT,
                        ConstantDescs.CD_long,
                        ConstantDescs.CD_int);
        };
    }

    private static void write(CodeBuilder out, ElementType type, Kind kind) {
        boolean isWrite = kind == Kind.WRITE || kind == Kind.WRITE_ROW;
        boolean isRow = kind == Kind.READ_ROW || kind == Kind.WRITE_ROW;
        int window = isWrite ? 2 + Ops.kind(type).slotSize() : 2;
        ClassDesc layout = ClassDesc.of("java.lang.foreign.ValueLayout$Of" + capitalised(type));
        out.aload(window).getstatic(LAYOUT, layoutName(type), layout);
        if (isRow) {
            int rowLength = window + 3;
            // a column outside of its row would be an element of another row here
            out.iload(0).i2l().lload(window + 1).lsub().iload(rowLength).i2l().lmul();
            out.iload(1)
                    .iload(rowLength)
                    .invokestatic(
                            OBJECTS,
                            "checkIndex",
                            MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_int, ConstantDescs.CD_int))
                    .i2l()
                    .ladd();
        } else {
            out.iload(1).i2l().lload(window + 1).lsub();
        }
        if (isWrite) {
            out.loadLocal(Ops.kind(type), 2);
            out.invokeinterface(
                    SEGMENT,
                    "setAtIndex",
                    MethodTypeDesc.of(ConstantDescs.CD_void, layout, ConstantDescs.CD_long, primitive(type)));
            out.return_();
        } else {
            out.invokeinterface(
                    SEGMENT, "getAtIndex", MethodTypeDesc.of(primitive(type), layout, ConstantDescs.CD_long));
            out.return_(Ops.kind(type));
        }
    }

    private static String capitalised(ElementType type) {
        String name = type.name();
        return name.charAt(0) + name.substring(1).toLowerCase(java.util.Locale.ROOT);
    }

    private static String layoutName(ElementType type) {
        return type.bytes() == 1 ? "JAVA_" + type.name() : "JAVA_" + type.name() + "_UNALIGNED";
    }
}
