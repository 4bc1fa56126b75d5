package org.rfaas.offload.weave.analysis;

import java.lang.constant.ClassDesc;

/** Where the rank finds a value that the loop uses and does not change. */
public sealed interface Source {
    /** A local variable. */
    record Local(int slot, ClassDesc type) implements Source {}

    /** A field of an object. */
    record Field(Source object, ClassDesc owner, String name, ClassDesc type) implements Source {}

    /** A static field. */
    record Static(ClassDesc owner, String name, ClassDesc type) implements Source {}

    /** The length of an array that the loop uses. */
    record Length(Source array) implements Source {}

    /** The local variable or static field by which it is had. */
    default Source root() {
        return switch (this) {
            case Local _, Static _ -> this;
            case Field field -> field.object.root();
            case Length length -> length.array.root();
        };
    }

    /** Its type, {@code int} for a length. */
    default ClassDesc valueType() {
        return switch (this) {
            case Local local -> local.type;
            case Field field -> field.type;
            case Static field -> field.type;
            case Length _ -> java.lang.constant.ConstantDescs.CD_int;
        };
    }
}
