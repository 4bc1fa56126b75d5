package org.rfaas.offload.weave.analysis;

import java.lang.classfile.instruction.NewObjectInstruction;

/**
 * Switches over an enum or over types, as compilers write them. A switch of which every value must have a case, but that has
 * no default, throws an exception that the source does not show.
 */
final class ObjectSwitches {
    /** A default alone does not help: the enum stays an object, which workers do not have. */
    private static final String REMEDY =
            "compute ordinal() into an int before the loop and switch over that, with a default";

    static final String REFUSAL =
            "a switch over an enum or over types in an offloaded loop is not supported; " + REMEDY;

    static final String ENUM_PROBLEM = "enums cannot be used in an offloaded loop; " + REMEDY;

    private ObjectSwitches() {}

    /** Whether it is the exception of a switch without default. */
    static boolean isFailure(NewObjectInstruction made) {
        return made.className().asInternalName().equals("java/lang/MatchException");
    }

    /** Whether a method is one that every enum has. */
    static boolean isOfEnums(MethodRef declared) {
        return declared.owner().equals("java/lang/Enum");
    }
}
