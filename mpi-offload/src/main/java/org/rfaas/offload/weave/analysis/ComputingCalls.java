package org.rfaas.offload.weave.analysis;

import java.lang.classfile.CodeModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.reflect.AccessFlag;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.rfaas.offload.weave.code.MethodCode;

/**
 * Calls of code that only computes: methods of {@code Math} that cannot fail, static methods of numbers that only compute
 * themselves, and the question that an {@code assert} asks.
 */
final class ComputingCalls {
    private static final Set<String> MATH = Set.of("java/lang/Math", "java/lang/StrictMath");
    private static final Set<String> TOTAL = Set.of("abs", "max", "min");
    private static final Set<String> NOT_TOTAL = Set.of("clamp", "random");

    private final ClassFinder classes;
    private final Initialisers initialisers;
    private final String initialised;
    private final Set<MethodRef> followed = new HashSet<>();
    private final Set<MethodRef> open = new HashSet<>();

    /**
     * For one initialiser.
     *
     * @param initialised the class that is initialised
     */
    ComputingCalls(ClassFinder classes, Initialisers initialisers, String initialised) {
        this.classes = classes;
        this.initialisers = initialisers;
        this.initialised = initialised;
    }

    void apply(InvokeInstruction call, KnownValues values) throws ObservableException {
        MethodRef method = new MethodRef(
                call.owner().asInternalName(),
                call.name().stringValue(),
                call.type().stringValue());
        for (ClassDesc _ : call.typeSymbol().parameterList()) {
            values.pop();
        }
        if (call.opcode() == Opcode.INVOKESTATIC) {
            if (!isTotal(method, call)) {
                follow(method);
            }
        } else if (!isAssertion(method) || !(values.pop() instanceof Known.Literal)) {
            throw new ObservableException("calls " + method.text());
        }
        ClassDesc result = call.typeSymbol().returnType();
        if (!result.equals(ConstantDescs.CD_void)) {
            values.push(Known.of(TypeKind.from(result).asLoadable()));
        }
    }

    /** Whether it is a function of numbers that has a value for all of them. */
    private static boolean isTotal(MethodRef method, InvokeInstruction call) {
        boolean isFloating = call.typeSymbol().parameterList().stream()
                .allMatch(type -> type.equals(ConstantDescs.CD_double) || type.equals(ConstantDescs.CD_float));
        return MATH.contains(method.owner())
                && (TOTAL.contains(method.name()) || (isFloating && !NOT_TOTAL.contains(method.name())));
    }

    private static boolean isAssertion(MethodRef method) {
        return method.owner().equals("java/lang/Class") && method.name().equals("desiredAssertionStatus");
    }

    private void follow(MethodRef method) throws ObservableException {
        String call = "calls " + method.text();
        if (PureCallees.isPlatform(method)
                || method.descriptor().contains("L")
                || method.descriptor().contains("[")) {
            throw new ObservableException(call);
        }
        if (followed.contains(method)) {
            return;
        }
        if (!open.add(method)) {
            throw new ObservableException(call + ", which calls itself");
        }
        MethodCode code = code(method, call);
        ComputingFields fields = new ComputingFields(classes, initialisers, initialised, false);
        try {
            new ComputingCode(code, new ComputingRules(fields, this)).follow();
        } catch (ObservableException e) {
            throw new ObservableException(call + ", which " + e.getMessage());
        }
        open.remove(method);
        followed.add(method);
    }

    private MethodCode code(MethodRef method, String call) throws ObservableException {
        ClassFinder.Found found = classes.find(method);
        if (found == null) {
            throw new ObservableException(call + ", which was not found");
        }
        Optional<CodeModel> code = found.model().code();
        if (code.isEmpty() || found.model().flags().has(AccessFlag.SYNCHRONIZED)) {
            throw new ObservableException(call + ", which is native or synchronized");
        }
        String declaring = found.method().owner();
        if (!declaring.equals(initialised) && initialisers.findProblem(declaring) != null) {
            throw new ObservableException(call + ", whose class's initialiser does more than that");
        }
        return MethodCode.of(code.get());
    }
}
