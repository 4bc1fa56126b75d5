package org.rfaas.offload.weave.emit;

import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.Locale;
import org.rfaas.offload.woven.ElementType;

/** What a remote body finds elements in, which is also what distinguishes the three methods of a kernel class. */
enum WindowForm {
    MEMORY("run", "java.lang.foreign.MemorySegment") {
        @Override
        ClassDesc window(ElementType element, boolean isRows) {
            return ClassDesc.of(windowClass);
        }
    },
    BUFFERS("runOnBuffers", "java.nio.Buffer") {
        @Override
        ClassDesc window(ElementType element, boolean isRows) {
            return ClassDesc.of("java.nio." + capitalised(element) + "Buffer");
        }
    },
    ARRAYS("runOnArrays", "java.lang.Object") {
        @Override
        ClassDesc window(ElementType element, boolean isRows) {
            return primitive(element).arrayType(isRows ? 2 : 1);
        }
    };

    final String method;
    final String windowClass;

    /**
     * @param method the body's name
     * @param windowClass what any window is
     */
    WindowForm(String method, String windowClass) {
        this.method = method;
        this.windowClass = windowClass;
    }

    /** Type of one window. */
    abstract ClassDesc window(ElementType element, boolean isRows);

    /** Signature of the body. */
    MethodTypeDesc body() {
        return MethodTypeDesc.of(
                ConstantDescs.CD_void,
                ClassDesc.of(windowClass).arrayType(),
                ConstantDescs.CD_long.arrayType(),
                ConstantDescs.CD_int.arrayType(),
                ConstantDescs.CD_long.arrayType(),
                ConstantDescs.CD_long.arrayType(),
                ConstantDescs.CD_int,
                ConstantDescs.CD_int,
                ConstantDescs.CD_int);
    }

    /** How many numbers, besides window and origin, an access needs to check its indices. */
    int bounds(boolean isRows) {
        return switch (this) {
            case MEMORY -> 1;
            case BUFFERS -> isRows ? 2 : 1;
            case ARRAYS -> 0;
        };
    }

    /** As in the names of classes. */
    static String capitalised(ElementType type) {
        return type.name().charAt(0) + type.name().substring(1).toLowerCase(Locale.ROOT);
    }

    static ClassDesc primitive(ElementType type) {
        return ClassDesc.ofDescriptor(String.valueOf(type.descriptor()));
    }
}
