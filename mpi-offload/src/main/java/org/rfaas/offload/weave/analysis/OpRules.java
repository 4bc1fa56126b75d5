package org.rfaas.offload.weave.analysis;

import java.lang.classfile.Instruction;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.ArrayLoadInstruction;
import java.lang.classfile.instruction.ArrayStoreInstruction;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.ConvertInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.MonitorInstruction;
import java.lang.classfile.instruction.NewMultiArrayInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.NewPrimitiveArrayInstruction;
import java.lang.classfile.instruction.NewReferenceArrayInstruction;
import java.lang.classfile.instruction.NopInstruction;
import java.lang.classfile.instruction.OperatorInstruction;
import java.lang.classfile.instruction.StackInstruction;
import java.lang.classfile.instruction.TypeCheckInstruction;
import java.lang.constant.ClassDesc;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rfaas.offload.index.Polynomial;
import org.rfaas.offload.index.Symbol;
import org.rfaas.offload.weave.code.MethodCode;
import org.rfaas.offload.weave.code.Op;
import org.rfaas.offload.woven.ElementType;

/** What one operation does to what is known, and whether it may stand in an offloaded loop at all. */
final class OpRules {
    private final MethodCode code;
    private final BodyFacts facts;
    private final InnerBounds bounds;
    private final VariableRules variables;
    private final ArrayRules arrays;
    private final CallRules calls;
    private final FieldRules fields;

    OpRules(
            Expansion expansion,
            int loopSlot,
            Map<Integer, ClassDesc> captured,
            BodyFacts facts,
            InnerBounds bounds,
            CallRules calls,
            Visibility visibility,
            FieldRules fields) {
        this.code = expansion.code();
        this.facts = facts;
        this.bounds = bounds;
        this.variables = new VariableRules(expansion, loopSlot, captured, facts, visibility);
        this.arrays = new ArrayRules(code, facts);
        this.calls = calls;
        this.fields = fields;
    }

    void apply(int at, Frame frame) throws RefusalException {
        switch (code.op(at)) {
            case Op.Load(TypeKind type, int slot) -> variables.load(at, frame, type, slot);
            case Op.Store(TypeKind _, int slot) -> variables.store(at, frame, slot);
            case Op.Increment(int slot, int by) -> variables.increment(at, frame, slot, by);
            case Op.Branch branch -> bounds.branch(at, branch, frame);
            case Op.Switch _ -> popNumber(at, frame);
            case Op.Jump _, Op.Trap _ -> {}
            case Op.Return _ ->
                throw refusal(at, "return out of the offloaded loop is not supported; note the result in an array");
            case Op.Throw _ ->
                throw refusal(at, "throw in an offloaded loop is not supported; note the problem in an array");
            case Op.Plain(Instruction instruction) -> apply(at, frame, instruction);
        }
    }

    private void apply(int at, Frame frame, Instruction instruction) throws RefusalException {
        switch (instruction) {
            case ArrayLoadInstruction load -> arrays.load(at, frame, load.typeKind());
            case ArrayStoreInstruction store -> arrays.store(at, frame, store.typeKind());
            case ConstantInstruction constant -> constant(at, frame, constant);
            case OperatorInstruction operator -> Operators.apply(at, operator, frame, facts, arrays);
            case ConvertInstruction convert -> convert(frame, convert);
            case FieldInstruction field -> fields.apply(at, field, frame);
            case InvokeInstruction call -> calls.apply(at, call, frame);
            case StackInstruction move -> StackMoves.apply(move.opcode(), frame, facts.reductions);
            case NewPrimitiveArrayInstruction made -> {
                popNumber(at, frame);
                frame.push(new Value.Scratch(ElementType.of(
                        made.typeKind().upperBound().descriptorString().charAt(0))));
            }
            case NewMultiArrayInstruction _ ->
                throw refusal(
                        at,
                        "arrays of arrays cannot be made in an offloaded loop; use one array and compute the index");
            case NopInstruction _ -> {}
            case MonitorInstruction _ -> throw refusal(at, "synchronized in an offloaded loop is not supported");
            case InvokeDynamicInstruction call ->
                throw refusal(
                        at,
                        DynamicCalls.name(call) + " in an offloaded loop is not supported; "
                                + DynamicCalls.remedy(call));
            case NewObjectInstruction made when Generators.isMade(made) -> frame.push(new Value.Generator());
            case NewObjectInstruction made
            when ObjectSwitches.isFailure(made) -> throw refusal(at, ObjectSwitches.REFUSAL);
            case NewObjectInstruction made ->
                throw refusal(
                        at,
                        "new " + made.className().asInternalName().replace('/', '.')
                                + " in an offloaded loop is not supported; use a local variable for each of its fields, or arrays"
                                + " of primitives");
            case TypeCheckInstruction _ ->
                throw refusal(
                        at,
                        "a cast or instanceof, or a field or result of a type parameter, in an offloaded loop is not supported;"
                                + " copy the value into a local variable before the loop");
            case NewReferenceArrayInstruction _ ->
                throw refusal(
                        at, "arrays of objects cannot be made in an offloaded loop; use primitives and arrays of them");
            default ->
                throw refusal(
                        at,
                        instruction.opcode().name().toLowerCase(java.util.Locale.ROOT)
                                + " in an offloaded loop is not supported; use primitives and arrays of them");
        }
    }

    private void constant(int at, Frame frame, ConstantInstruction constant) throws RefusalException {
        if (constant.typeKind() == TypeKind.REFERENCE) {
            throw refusal(
                    at,
                    "strings, classes and null in an offloaded loop are not supported; use primitives and arrays of them");
        }
        Polynomial index = switch (constant.constantValue()) {
            case Integer value -> Polynomial.constant(value);
            case Long value -> Polynomial.constant(value);
            default -> null;
        };
        frame.push(new Value.Quantity(constant.typeKind().slotSize(), index));
    }

    private void convert(Frame frame, ConvertInstruction convert) {
        Value value = frame.pop();
        facts.reductions.convert(value, convert.toType());
        Polynomial index = Value.indexOf(value);
        if (index != null && convert.opcode() == Opcode.I2L) {
            // modulo 2^32 it is the same; its own value, which comparisons see, is not if the int has wrapped around
            frame.push(new Value.Quantity(2, index, Set.of(index)));
        } else if (index != null && convert.opcode() == Opcode.L2I) {
            frame.push(new Value.Quantity(1, index.wrapped()));
        } else {
            frame.push(Value.number(convert.toType().slotSize()));
        }
    }

    private void popNumber(int at, Frame frame) throws RefusalException {
        Value value = frame.pop();
        facts.reductions.spoil(value);
        if (value instanceof Value.Unknown) {
            throw refusal(at, "cannot follow a value here");
        }
    }

    private RefusalException refusal(int at, String message) {
        return new RefusalException(code.line(at), message);
    }

    /** The loop variable before the body. */
    static Value loopVariable() {
        return new Value.Quantity(1, Polynomial.of(Symbol.LOOP));
    }

    static @Nullable Polynomial guarded(java.util.function.Supplier<Polynomial> arithmetic) {
        try {
            Polynomial result = arithmetic.get();
            return result.terms().size() <= 24 ? result : null;
        } catch (ArithmeticException e) {
            return null; // coefficients that leave 64 bits: not an index that anyone means
        }
    }
}
