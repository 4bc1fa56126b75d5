package org.rfaas.offload.weave.analysis;

import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rfaas.offload.woven.ReductionOperator;

/** Which calls an offloaded loop may make, once those that could be inlined have been. */
final class CallRules {
    static final String JDK_OBJECT =
            "objects of the JDK cannot be used in an offloaded loop; read what they give into an array"
                    + " before the loop, or note numbers in an array and use the object after it";

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
        MethodRef method = new MethodRef(
                call.owner().asInternalName(),
                call.name().stringValue(),
                call.type().stringValue());
        String refusal = expansion.refusals().get(at);
        if (refusal != null) {
            throw new RefusalException(expansion.code().line(at), "call of " + method.text() + ": " + refusal);
        }
        if (call.opcode() == Opcode.INVOKEINTERFACE) {
            throw new RefusalException(
                    expansion.code().line(at), "call of " + method.text() + ": " + Inliner.INTERFACE_PROBLEM);
        }
        if (call.opcode() != Opcode.INVOKESTATIC && PureCallees.isPlatform(method)) {
            throw new RefusalException(expansion.code().line(at), "call of " + method.text() + ": " + JDK_OBJECT);
        }
        if (call.opcode() != Opcode.INVOKESTATIC) {
            throw new RefusalException(
                    expansion.code().line(at),
                    "call of " + method.text()
                            + ": only static methods can be called in an offloaded loop, and methods of"
                            + " objects that read their fields; make it static");
        }
        if (isMinOrMax(method) && combine(frame, method)) {
            return;
        }
        if (PureCallees.isBulkCopy(method)) {
            copies.apply(at, frame);
            return;
        }
        List<Value> arguments = new ArrayList<>();
        for (ClassDesc _ : call.typeSymbol().parameterList()) {
            arguments.add(frame.pop());
        }
        arguments.forEach(facts.reductions::spoil);
        String problem = callees.findProblem(method, expansion.code().line(at));
        if (problem != null) {
            throw new RefusalException(expansion.code().line(at), "call of " + method.text() + ": " + problem);
        }
        if (!PureCallees.isPlatform(method)) {
            facts.rewrites.put(at, new Rewrite.CallCopy(method));
        }
        ClassDesc result = call.typeSymbol().returnType();
        if (!result.descriptorString().equals("V")) {
            frame.push(Value.number(TypeKind.from(result).slotSize()));
        }
    }

    private static boolean isMinOrMax(MethodRef method) {
        return method.owner().equals("java/lang/Math")
                && (method.name().equals("min") || method.name().equals("max"));
    }

    private boolean combine(Frame frame, MethodRef method) {
        Value right = frame.pop();
        Value left = frame.pop();
        ReductionOperator operator = method.name().equals("min") ? ReductionOperator.MIN : ReductionOperator.MAX;
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
