package org.rfaas.offload.weave.emit;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.LinkedHashSet;
import java.util.Set;
import org.rfaas.offload.woven.ElementType;

/**
 * The small methods of a kernel class that copy ranges of elements. They take what {@code System.arraycopy} would have on the
 * stack, with a placeholder or row number for a captured array; then, of the source and of the target if they are captured, what
 * {@link ElementMethods} take of one.
 *
 * <p>What the forms call checks both ranges before it copies anything, and copies as if through a third place, as Java
 * demands. Only columns need a check of their own, where one outside of its row would be an element of another.
 */
final class BulkCopies {
    private static final ClassDesc SEGMENT = ClassDesc.of("java.lang.foreign.MemorySegment");
    private static final ClassDesc OBJECTS = ClassDesc.of("java.util.Objects");
    private static final ClassDesc SYSTEM = ClassDesc.of("java.lang.System");
    private static final ClassDesc INT = ConstantDescs.CD_int;
    private static final ClassDesc LONG = ConstantDescs.CD_long;

    private final ClassDesc kernel;
    private final Set<BulkCopy> used = new LinkedHashSet<>();

    BulkCopies(ClassDesc kernel) {
        this.kernel = kernel;
    }

    /** Calls the one that is needed; the windows, with origins and bounds, are pushed before. */
    void call(CodeBuilder out, WindowForm form, ElementType type, BulkCopy.Side source, BulkCopy.Side target) {
        BulkCopy copy = new BulkCopy(form, type, source, target);
        used.add(copy);
        out.invokestatic(kernel, copy.name(), copy.signature());
    }

    void write(ClassBuilder out) {
        for (BulkCopy copy : used) {
            out.withMethodBody(copy.name(), copy.signature(), ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC, code -> {
                switch (copy.form()) {
                    case MEMORY -> writeMemory(code, copy);
                    case BUFFERS -> writeBuffers(code, copy);
                    case ARRAYS -> writeArrays(code, copy);
                }
                code.return_();
            });
        }
    }

    private static void writeMemory(CodeBuilder out, BulkCopy copy) {
        pushMemory(out, copy, copy.from());
        pushMemory(out, copy, copy.to());
        pushBytes(out.iload(BulkCopy.COUNT).i2l(), copy.type());
        out.invokestatic(
                SEGMENT, "copy", MethodTypeDesc.of(ConstantDescs.CD_void, SEGMENT, LONG, SEGMENT, LONG, LONG), true);
    }

    /** Pushes a segment and an offset in it. */
    private static void pushMemory(CodeBuilder out, BulkCopy copy, BulkCopy.Place place) {
        switch (place.side()) {
            case SCRATCH -> {
                out.aload(place.arrayOrRow())
                        .invokestatic(SEGMENT, "ofArray", MethodTypeDesc.of(SEGMENT, copy.array()), true);
                out.iload(place.index()).i2l();
            }
            case ELEMENTS -> {
                out.aload(place.window());
                out.iload(place.index()).iload(place.origin()).isub().i2l();
            }
            case ROW -> {
                // rows together may have more elements than an int counts
                out.aload(place.window());
                out.iload(place.arrayOrRow()).i2l().iload(place.origin()).i2l().lsub();
                pushBytes(out.iload(place.length()).i2l().lmul(), copy.type());
                pushBytes(out.iload(place.length()).i2l(), copy.type());
                out.invokeinterface(SEGMENT, "asSlice", MethodTypeDesc.of(SEGMENT, LONG, LONG));
                out.iload(place.index()).i2l();
            }
        }
        pushBytes(out, copy.type());
    }

    /** Replaces a number of elements by that of their bytes. */
    private static void pushBytes(CodeBuilder out, ElementType type) {
        out.loadConstant(Integer.numberOfTrailingZeros(type.bytes())).lshl();
    }

    private static void writeBuffers(CodeBuilder out, BulkCopy copy) {
        BulkCopy.Place from = copy.from();
        BulkCopy.Place to = copy.to();
        boolean isRead = copy.target() == BulkCopy.Side.SCRATCH;
        BulkCopy.Place own = isRead ? from : to;
        BulkCopy.Place other = isRead ? to : from;
        ClassDesc buffer = copy.window(own.side());
        ClassDesc there = other.side() == BulkCopy.Side.SCRATCH ? copy.array() : buffer;
        out.aload(own.window());
        pushIndex(out, own);
        out.aload(other.side() == BulkCopy.Side.SCRATCH ? other.arrayOrRow() : other.window());
        pushIndex(out, other);
        out.iload(BulkCopy.COUNT)
                .invokevirtual(buffer, isRead ? "get" : "put", MethodTypeDesc.of(buffer, INT, there, INT, INT))
                .pop();
    }

    /** Pushes where a range begins, in the scratch array or in the buffer. */
    private static void pushIndex(CodeBuilder out, BulkCopy.Place place) {
        switch (place.side()) {
            case SCRATCH -> out.iload(place.index());
            case ELEMENTS -> out.iload(place.index()).iload(place.origin()).isub();
            case ROW -> {
                out.iload(place.arrayOrRow()).iload(place.origin()).isub();
                out.iload(place.rows()).invokestatic(OBJECTS, "checkIndex", MethodTypeDesc.of(INT, INT, INT));
                out.iload(place.length()).imul();
                out.iload(place.index()).iload(BulkCopy.COUNT).iload(place.length());
                out.invokestatic(OBJECTS, "checkFromIndexSize", MethodTypeDesc.of(INT, INT, INT, INT));
                out.iadd();
            }
        }
    }

    private static void writeArrays(CodeBuilder out, BulkCopy copy) {
        pushArray(out, copy.from());
        pushArray(out, copy.to());
        out.iload(BulkCopy.COUNT)
                .invokestatic(
                        SYSTEM,
                        "arraycopy",
                        MethodTypeDesc.of(
                                ConstantDescs.CD_void,
                                ConstantDescs.CD_Object,
                                INT,
                                ConstantDescs.CD_Object,
                                INT,
                                INT));
    }

    /** Pushes an array and where the range begins in it. */
    private static void pushArray(CodeBuilder out, BulkCopy.Place place) {
        switch (place.side()) {
            case SCRATCH -> out.aload(place.arrayOrRow()).iload(place.index());
            case ELEMENTS ->
                out.aload(place.window())
                        .iload(place.index())
                        .iload(place.origin())
                        .isub();
            case ROW -> {
                out.aload(place.window()).iload(place.arrayOrRow()).iload(place.origin());
                out.isub().aaload().iload(place.index());
            }
        }
    }
}
