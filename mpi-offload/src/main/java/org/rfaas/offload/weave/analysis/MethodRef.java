package org.rfaas.offload.weave.analysis;

import java.lang.classfile.instruction.InvokeInstruction;

/** A method as a call names it, the owner as an internal name. */
public record MethodRef(String owner, String name, String descriptor) {
    /** The method that an instruction calls. */
    public static MethodRef of(InvokeInstruction call) {
        return new MethodRef(
                call.owner().asInternalName(),
                call.name().stringValue(),
                call.type().stringValue());
    }

    /** For messages. */
    public String text() {
        return owner.replace('/', '.') + "." + name;
    }

    /** Whether it takes and returns primitives only. */
    boolean isOfNumbers() {
        return !hasObjects() && !descriptor.contains("[");
    }

    /** Whether it takes or returns objects, or arrays of them. */
    boolean hasObjects() {
        return descriptor.contains("L");
    }
}
