package org.rfaas.offload.weave.emit;

import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import org.rfaas.offload.woven.ElementType;

/** What a remote body finds elements in, which is also what distinguishes the two methods of a kernel class. */
enum WindowForm {
    MEMORY {
        @Override
        ClassDesc type(ElementType element) {
            return SEGMENT;
        }

        @Override
        void writeLength(CodeBuilder out, ElementType element) {
            out.invokeinterface(SEGMENT, "byteSize", MethodTypeDesc.of(ConstantDescs.CD_long))
                    .loadConstant(Integer.numberOfTrailingZeros(element.bytes()))
                    .lushr()
                    .l2i();
        }
    },
    ARRAYS {
        @Override
        ClassDesc type(ElementType element) {
            return primitive(element).arrayType();
        }

        @Override
        void writeLength(CodeBuilder out, ElementType element) {
            out.arraylength();
        }
    };

    private static final ClassDesc SEGMENT = ClassDesc.of("java.lang.foreign.MemorySegment");

    /** Type of one window. */
    abstract ClassDesc type(ElementType element);

    /** Replaces a window on the stack by its number of elements. */
    abstract void writeLength(CodeBuilder out, ElementType element);

    /** Type of all windows together. */
    ClassDesc parameter() {
        return (this == MEMORY ? SEGMENT : ConstantDescs.CD_Object).arrayType();
    }

    /** Signature of the body. */
    MethodTypeDesc body() {
        return MethodTypeDesc.of(
                ConstantDescs.CD_void,
                parameter(),
                ConstantDescs.CD_long.arrayType(),
                ConstantDescs.CD_int.arrayType(),
                ConstantDescs.CD_long.arrayType(),
                ConstantDescs.CD_long.arrayType(),
                ConstantDescs.CD_int,
                ConstantDescs.CD_int,
                ConstantDescs.CD_int);
    }

    static ClassDesc primitive(ElementType type) {
        return ClassDesc.ofDescriptor(String.valueOf(type.descriptor()));
    }
}
