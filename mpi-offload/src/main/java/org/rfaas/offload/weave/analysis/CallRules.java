package org.rfaas.offload.weave.analysis;

import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rfaas.offload.woven.ReductionOperator;

/** Which calls an offloaded loop may make, once those that could be inlined have been. */
final class CallRules {
    static final String JDK_OBJECT =
            "objects of the JDK cannot be used in an offloaded loop; read what they give into an array"
                    + " before the loop, or note numbers in an array and use the object after it";

    /** The JDK's classes with methods {@code min} and {@code max} of two numbers; those of types have {@code sum}, too. */
    private static final Set<String> COMBINING = Set.of(
            "java/lang/Math",
            "java/lang/StrictMath",
            "java/lang/Integer",
            "java/lang/Long",
            "java/lang/Float",
            "java/lang/Double");

    private final Expansion expansion;
    private final BodyFacts facts;
    private final PureCallees callees;
    private final BulkCopyRules copies;

    CallRules(Expansion expansion, BodyFacts facts, PureCallees callees) {
        this.expansion = expansion;
        this.facts = facts;
        this.callees = callees;
        this.copies = new BulkCopyRules(expansion.code(), facts);
    }

    void apply(int at, InvokeInstruction call, Frame frame) throws RefusalException {
        MethodRef method = MethodRef.of(call);
        String refusal = expansion.refusals().get(at);
        if (refusal != null) {
            throw new RefusalException(expansion.code().line(at), "call of " + method.text() + ": " + refusal);
        }
        if (call.opcode() != Opcode.INVOKESTATIC && Generators.mayCall(method)) {
            callGenerator(at, call, frame);
            return;
        }
        if (call.opcode() != Opcode.INVOKESTATIC && PureCallees.isPlatform(method)) {
            throw new RefusalException(
                    expansion.code().line(at), "call of " + method.text() + ": " + problemOfJdk(method));
        }
        if (call.opcode() == Opcode.INVOKEINTERFACE) {
            throw new RefusalException(
                    expansion.code().line(at), "call of " + method.text() + ": " + Inliner.INTERFACE_PROBLEM);
        }
        if (call.opcode() != Opcode.INVOKESTATIC) {
            throw new RefusalException(
                    expansion.code().line(at),
                    "call of " + method.text()
                            + ": only static methods can be called in an offloaded loop, and methods of"
                            + " objects that read their fields; make it static");
        }
        ReductionOperator operator = operator(method);
        if (operator != null && combine(frame, operator)) {
            return;
        }
        if (PureCallees.isBulkCopy(method)) {
            copies.apply(at, frame);
            return;
        }
        List<Value> arguments = popArguments(call, frame);
        if (method.owner().equals("java/lang/Math") && method.name().equals("fma")) {
            facts.reductions.noteFused(arguments.getFirst());
        }
        String problem = callees.findProblem(method, expansion.code().line(at));
        if (problem != null) {
            throw new RefusalException(expansion.code().line(at), "call of " + method.text() + ": " + problem);
        }
        if (!PureCallees.isPlatform(method)) {
            if (arguments.stream().anyMatch(CallRules::isShared)) {
                throw new IllegalStateException("call of " + method.text() + " passes more than scratch arrays");
            }
            facts.rewrites.put(at, new Rewrite.CallCopy(method));
        }
        pushResult(call, frame);
    }

    /** Seeds a generator, or draws from it: from one that the iteration has made, for others give numbers in the loop's order. */
    private void callGenerator(int at, InvokeInstruction call, Frame frame) throws RefusalException {
        popArguments(call, frame);
        if (!(frame.pop() instanceof Value.Generator)) {
            throw new RefusalException(
                    expansion.code().line(at),
                    "call of " + MethodRef.of(call).text()
                            + ": a generator that iterations share gives its numbers in their" + " order; "
                            + Generators.REMEDY);
        }
        pushResult(call, frame);
    }

    private List<Value> popArguments(InvokeInstruction call, Frame frame) {
        List<Value> arguments = new ArrayList<>();
        for (ClassDesc _ : call.typeSymbol().parameterList()) {
            arguments.add(frame.pop());
        }
        arguments.forEach(facts.reductions::spoil);
        return arguments;
    }

    private static void pushResult(InvokeInstruction call, Frame frame) {
        ClassDesc result = call.typeSymbol().returnType();
        if (!result.descriptorString().equals("V")) {
            frame.push(Value.number(TypeKind.from(result).slotSize()));
        }
    }

    /** Whether others than the iteration can see what it refers to: the inliner leaves no calls that pass such. */
    private static boolean isShared(Value argument) {
        return argument instanceof Value.ArrayOf
                || argument instanceof Value.RowOf
                || argument instanceof Value.ObjectOf;
    }

    /** Why a method of an object of the JDK cannot be called, and what to write. */
    private static String problemOfJdk(MethodRef method) {
        if (Generators.isOf(method)) {
            return Generators.PROBLEM;
        }
        if (method.owner().startsWith("java/util/function/")) {
            return "it is a method of an interface; write what it does into the loop or a static method, or use a class of your own"
                    + " that implements it";
        }
        boolean isUnboxing =
                method.owner().startsWith("java/lang/") && method.name().endsWith("Value");
        return isUnboxing
                ? "it takes a number out of an object; copy the number into a variable of a primitive type before the loop"
                : JDK_OBJECT;
    }

    /** What a method of two numbers does, if a reduction may do it. */
    private static @Nullable ReductionOperator operator(MethodRef method) {
        if (!COMBINING.contains(method.owner())) {
            return null;
        }
        return switch (method.name()) {
            case "min" -> ReductionOperator.MIN;
            case "max" -> ReductionOperator.MAX;
            case "sum" -> ReductionOperator.SUM;
            default -> null;
        };
    }

    private boolean combine(Frame frame, ReductionOperator operator) {
        Value right = frame.pop();
        Value left = frame.pop();
        boolean isPartial = left instanceof Value.Partial || right instanceof Value.Partial;
        @Nullable Value partial = isPartial ? facts.reductions.combine(left, right, operator, true) : null;
        if (partial != null) {
            frame.push(partial);
            return true;
        }
        frame.push(left);
        frame.push(right);
        return false;
    }
}
