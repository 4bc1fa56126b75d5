package org.rfaas.offload.weave.analysis;

import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.MonitorInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.ThrowInstruction;
import java.lang.constant.DynamicConstantDesc;
import java.lang.reflect.AccessFlag;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rfaas.offload.woven.DeclaredField;

/**
 * Code that does nothing but compute values for static fields of one class: whenever it runs, they come out the same, and nobody
 * else sees that it ran. That it comes to its end, and does not fail on the way, is taken for granted.
 */
final class ComputingCode {
    private static final Set<String> MATH = Set.of("java/lang/Math", "java/lang/StrictMath");

    private final ClassFinder classes;
    private final Initialisers initialisers;
    private final String initialised;
    private final Set<MethodRef> called = new HashSet<>();

    /**
     * Of one initialiser, and what it calls.
     *
     * @param initialised internal name of the class that is initialised
     */
    ComputingCode(ClassFinder classes, Initialisers initialisers, String initialised) {
        this.classes = classes;
        this.initialisers = initialisers;
        this.initialised = initialised;
    }

    /** What the code does beyond computing, as a predicate for it; none if nothing. */
    @Nullable
    String findProblem(CodeModel code) {
        for (CodeElement element : code) {
            String problem = element instanceof Instruction instruction ? problemOf(instruction) : null;
            if (problem != null) {
                return problem;
            }
        }
        return null;
    }

    private @Nullable String problemOf(Instruction instruction) {
        return switch (instruction) {
            case FieldInstruction field -> problemOf(field);
            case InvokeInstruction call -> problemOf(call);
            case NewObjectInstruction made ->
                "makes a " + made.className().asInternalName().replace('/', '.');
            case ThrowInstruction _ -> "throws an exception";
            case InvokeDynamicInstruction _, MonitorInstruction _ -> "uses " + nameOf(instruction.opcode());
            case ConstantInstruction.LoadConstantInstruction constant
            when constant.constantValue() instanceof DynamicConstantDesc<?> ->
                "uses a constant that is computed when it is first used";
            default -> null;
        };
    }

    /** Arrays and objects of other classes are not read at all, for what is in them may change, and be changed. */
    private @Nullable String problemOf(FieldInstruction field) {
        String name = field.name().stringValue();
        String owner = field.owner().asInternalName();
        String text = "field '" + name + "' of " + owner.replace('/', '.');
        DeclaredField found = classes.findField(owner, name);
        String declaring = classes.declaring(owner, name);
        boolean isOwn = declaring.equals(initialised);
        return switch (field.opcode()) {
            case PUTSTATIC -> isOwn ? null : "assigns " + text;
            case GETSTATIC -> {
                if (isOwn) {
                    yield null;
                }
                if (found == null
                        || !found.model().flags().has(AccessFlag.FINAL)
                        || !field.typeSymbol().isPrimitive()) {
                    yield "reads " + text + ", which may change";
                }
                yield initialisers.findProblem(declaring) == null
                        ? null
                        : "reads " + text + ", whose initialiser does more than that";
            }
            default -> "uses " + text;
        };
    }

    private @Nullable String problemOf(InvokeInstruction call) {
        MethodRef method = MethodRef.of(call);
        boolean isMath = MATH.contains(method.owner()) && !method.name().equals("random");
        if (isMath || isAssertion(method) || called.contains(method)) {
            return null;
        }
        String text = "calls " + method.text();
        if (call.opcode() != Opcode.INVOKESTATIC || PureCallees.isPlatform(method) || !method.isOfNumbers()) {
            return text;
        }
        called.add(method);
        return problemOf(method, text);
    }

    private @Nullable String problemOf(MethodRef method, String call) {
        ClassFinder.Found found = classes.find(method);
        Optional<CodeModel> code =
                found == null ? Optional.empty() : found.model().code();
        if (found == null || code.isEmpty() || found.model().flags().has(AccessFlag.SYNCHRONIZED)) {
            return call + ", which was not found, or is native or synchronized";
        }
        String declaring = found.method().owner();
        if (!declaring.equals(initialised) && initialisers.findProblem(declaring) != null) {
            return call + ", whose class's initialiser does more than that";
        }
        String problem = findProblem(code.get());
        return problem == null ? null : call + ", which " + problem;
    }

    private static boolean isAssertion(MethodRef method) {
        return method.owner().equals("java/lang/Class") && method.name().equals("desiredAssertionStatus");
    }

    private static String nameOf(Opcode opcode) {
        return opcode.name().toLowerCase(Locale.ROOT);
    }
}
