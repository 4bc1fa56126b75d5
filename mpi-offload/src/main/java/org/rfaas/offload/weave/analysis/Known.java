package org.rfaas.offload.weave.analysis;

import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import org.jspecify.annotations.Nullable;

/** What is known of a value that {@link ComputingCode} comes by. */
sealed interface Known {
    /**
     * A primitive.
     *
     * @param constant what it is; none if that is not known or no whole number
     */
    record Primitive(int slots, @Nullable Long constant) implements Known {}

    /** A string or class that the class file names, which is not null. */
    record Literal(ClassDesc type) implements Known {}

    /** An array that the code itself made. */
    record MadeArray(ClassDesc component, int length) implements Known {}

    /** Any other array or object, or null. */
    record Reference() implements Known {}

    /** All that a type says. */
    static Known of(TypeKind type) {
        return type == TypeKind.REFERENCE ? new Reference() : new Primitive(type.slotSize(), null);
    }

    default int slotsUsed() {
        return this instanceof Primitive one ? one.slots : 1;
    }

    /** What is known of a value that is this one or another of the same type. */
    default Known or(Known other) {
        if (equals(other)) {
            return this;
        }
        return this instanceof Primitive one ? new Primitive(one.slots, null) : new Reference();
    }
}
