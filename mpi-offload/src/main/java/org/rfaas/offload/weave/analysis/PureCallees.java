package org.rfaas.offload.weave.analysis;

import java.lang.classfile.CodeModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.MonitorInstruction;
import java.lang.classfile.instruction.NewMultiArrayInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.NewReferenceArrayInstruction;
import java.lang.reflect.AccessFlag;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rfaas.offload.weave.code.MethodCode;
import org.rfaas.offload.weave.code.Op;

/**
 * Proves that static methods depend on their arguments alone and change nothing else: they take and return primitives and arrays of
 * them, touch no field, and call only methods of the same kind. Such methods are copied to where the loop runs. What arrays they
 * get from the loop is for {@link ScratchCalls} to prove.
 */
public final class PureCallees {
    private static final Set<String> PLATFORM = Set.of(
            "java/lang/Math",
            "java/lang/StrictMath",
            "java/lang/Integer",
            "java/lang/Long",
            "java/lang/Double",
            "java/lang/Float",
            "java/lang/Character",
            "java/lang/Short",
            "java/lang/Byte",
            "java/lang/Boolean");

    private final ClassFinder classes;
    private final TakenOver takenOver;
    private final ClassUses uses;
    private final Map<MethodRef, Optional<String>> verdicts = new HashMap<>();
    private final Map<MethodRef, MethodCode> copies = new LinkedHashMap<>();

    /**
     * The callees of one loop.
     *
     * @param takenOver is told which methods are copied
     * @param uses is told whose methods these are
     */
    PureCallees(ClassFinder classes, TakenOver takenOver, ClassUses uses) {
        this.classes = classes;
        this.takenOver = takenOver;
        this.uses = uses;
    }

    /**
     * Why a method cannot be called on a worker; none if it can.
     *
     * @param line where the loop calls it, or a method that calls it
     */
    @Nullable
    String findProblem(MethodRef method, int line) {
        if (isPlatform(method)) {
            return platformProblem(method);
        }
        Optional<String> known = verdicts.get(method);
        if (known == null) {
            verdicts.put(method, Optional.empty()); // recursion is fine
            known = Optional.ofNullable(check(method, line));
            verdicts.put(method, known);
        }
        return known.orElse(null);
    }

    /** Whether the JDK has it. */
    public static boolean isPlatform(MethodRef method) {
        return isPlatform(method.owner());
    }

    /** Whether a class, given by its internal name, is of the JDK. */
    static boolean isPlatform(String className) {
        return className.startsWith("java/") || className.startsWith("javax/") || className.startsWith("jdk/");
    }

    /** Code of the methods that were found to be pure, as calls name them. */
    public Map<MethodRef, MethodCode> copies() {
        return copies;
    }

    /** Whether it is {@code System.arraycopy}. */
    static boolean isBulkCopy(MethodRef method) {
        return method.owner().equals("java/lang/System") && method.name().equals("arraycopy");
    }

    private static @Nullable String platformProblem(MethodRef method) {
        if (isBulkCopy(method) || ArrayFills.isOne(method)) {
            return null;
        }
        if (method.name().equals("random") || Generators.isOf(method)) {
            return "it gives other numbers each time; " + Generators.REMEDY;
        }
        if (!PLATFORM.contains(method.owner())) {
            return "of the JDK only pure functions of numbers may be called, as those of Math, System.arraycopy and"
                    + " Arrays.fill; write what it does into the loop, or into a static method of your own";
        }
        return method.isOfNumbers() ? null : "it takes or returns objects; use primitives";
    }

    private @Nullable String check(MethodRef method, int line) {
        ClassFinder.Found found = classes.find(method);
        if (found == null) {
            return classes.missing(method);
        }
        if (!found.model().flags().has(AccessFlag.STATIC)) {
            return "it is not static";
        }
        if (found.model().flags().has(AccessFlag.SYNCHRONIZED)) {
            return "it is synchronized; a worker has no locks of the rank";
        }
        if (method.hasObjects()) {
            return "it takes or returns objects; use primitives and arrays of them";
        }
        Optional<CodeModel> code = found.model().code();
        if (code.isEmpty()) {
            return "it is native or abstract";
        }
        if (OwnLoops.isIn(found.model())) {
            return OwnLoops.PROBLEM;
        }
        MethodCode body = ThrowingPaths.cut(MethodCode.of(code.get()));
        copies.put(method, body);
        takenOver.add(method, found);
        uses.callMethod(line, method, found.method().owner());
        for (Op op : body.ops()) {
            String problem = op instanceof Op.Plain(Instruction instruction) ? check(instruction, line) : null;
            if (problem != null) {
                return problem;
            }
        }
        return body.handlers().isEmpty() ? null : "it has a try block; check before instead";
    }

    private @Nullable String check(Instruction instruction, int line) {
        return switch (instruction) {
            case FieldInstruction field when Assertions.isQuestion(field) -> "it has an assert; " + Assertions.REMEDY;
            case FieldInstruction field ->
                (field.opcode().name().startsWith("PUT") ? "it assigns field " : "it reads field ")
                        + field.name().stringValue() + "; pass the value as an argument";
            case MonitorInstruction _ -> "it is synchronized; a worker has no locks of the rank";
            case InvokeDynamicInstruction dynamic ->
                "it has " + DynamicCalls.name(dynamic) + "; " + DynamicCalls.remedy(dynamic);
            case NewObjectInstruction made when Generators.isMade(made) -> null;
            case NewObjectInstruction made ->
                "it makes a " + made.className().asInternalName().replace('/', '.') + "; use primitives";
            case NewMultiArrayInstruction _, NewReferenceArrayInstruction _ ->
                "it makes an array of arrays or objects; use arrays of primitives";
            case InvokeInstruction call -> check(call, line);
            default -> null;
        };
    }

    private @Nullable String check(InvokeInstruction call, int line) {
        MethodRef method = MethodRef.of(call);
        if (call.opcode() != Opcode.INVOKESTATIC && Generators.mayCall(method)) {
            return null; // it can only be one that the method has made: nobody passes any, and it reads no fields
        }
        if (call.opcode() != Opcode.INVOKESTATIC) {
            return "it calls " + method.text()
                    + (Generators.isOf(method) ? ": " + Generators.PROBLEM : ", which is not static");
        }
        String problem = findProblem(method, line);
        return problem == null ? null : "it calls " + method.text() + ": " + problem;
    }
}
