package org.rfaas.offload.weave.analysis;

import java.lang.classfile.instruction.FieldInstruction;

/** What compilers make of {@code assert}: it asks a field of the class that the source does not show, and throws. */
final class Assertions {
    static final String REMEDY = "check before the loop, or note the problem in an array";

    private Assertions() {}

    /** Whether it asks if assertions are off. */
    static boolean isQuestion(FieldInstruction field) {
        return field.name().equalsString("$assertionsDisabled");
    }
}
