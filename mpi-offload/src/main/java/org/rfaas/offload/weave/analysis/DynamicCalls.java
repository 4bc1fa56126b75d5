package org.rfaas.offload.weave.analysis;

import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ConstantDesc;
import java.lang.constant.DirectMethodHandleDesc;

/** What the source has where the compiled code calls by invokedynamic: the method that links the call tells. */
final class DynamicCalls {
    private enum Form {
        CONCATENATION("string concatenation", "note numbers in an array, and make the text after the loop"),
        LAMBDA("a lambda", "write its code in the loop, or as a static method"),
        METHOD_REFERENCE("a method reference", "call the method itself"),
        PATTERN(
                "a switch over types or an enum",
                "compute an int before the loop and switch over that, with a default"),
        OTHER("a dynamic call", "write plain code");

        private final String name;
        private final String remedy;

        Form(String name, String remedy) {
            this.name = name;
            this.remedy = remedy;
        }
    }

    private DynamicCalls() {}

    /** With its article, for messages. */
    static String name(InvokeDynamicInstruction call) {
        return form(call).name;
    }

    static String remedy(InvokeDynamicInstruction call) {
        return form(call).remedy;
    }

    private static Form form(InvokeDynamicInstruction call) {
        return switch (call.bootstrapMethod().owner().displayName()) {
            case "StringConcatFactory" -> Form.CONCATENATION;
            case "LambdaMetafactory" -> isLambda(call) ? Form.LAMBDA : Form.METHOD_REFERENCE;
            case "SwitchBootstraps" -> Form.PATTERN;
            default -> Form.OTHER;
        };
    }

    /** Compilers put the code of a lambda in a method of its own, with such a name. */
    private static boolean isLambda(InvokeDynamicInstruction call) {
        for (ConstantDesc argument : call.bootstrapArgs()) {
            if (argument instanceof DirectMethodHandleDesc method) {
                return method.methodName().startsWith("lambda$");
            }
        }
        return false;
    }
}
