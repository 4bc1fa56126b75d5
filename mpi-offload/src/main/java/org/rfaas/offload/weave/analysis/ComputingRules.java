package org.rfaas.offload.weave.analysis;

import java.lang.classfile.Instruction;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.ArrayLoadInstruction;
import java.lang.classfile.instruction.ArrayStoreInstruction;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.ConvertInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.NewMultiArrayInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.NewPrimitiveArrayInstruction;
import java.lang.classfile.instruction.NewReferenceArrayInstruction;
import java.lang.classfile.instruction.NopInstruction;
import java.lang.classfile.instruction.OperatorInstruction;
import java.lang.classfile.instruction.StackInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.util.Locale;

/**
 * What code that only computes may do: arithmetic that cannot fail, arrays of constant length and elements within them, and
 * what {@link ComputingFields} and {@link ComputingCalls} allow.
 */
final class ComputingRules {
    private final ComputingFields fields;
    private final ComputingCalls calls;

    ComputingRules(ComputingFields fields, ComputingCalls calls) {
        this.fields = fields;
        this.calls = calls;
    }

    void apply(Instruction instruction, KnownValues values) throws ObservableException {
        switch (instruction) {
            case NopInstruction _ -> {}
            case ConstantInstruction constant -> values.push(constant(constant));
            case OperatorInstruction operator -> operate(operator, values);
            case ConvertInstruction convert -> {
                values.pop();
                values.push(Known.of(convert.toType()));
            }
            case StackInstruction move -> move(move.opcode(), values);
            case NewPrimitiveArrayInstruction made ->
                values.push(new Known.MadeArray(made.typeKind().upperBound(), length(values)));
            case NewReferenceArrayInstruction made ->
                values.push(new Known.MadeArray(made.componentType().asSymbol(), length(values)));
            case NewMultiArrayInstruction made -> {
                int outermost = 0;
                for (int k = 0; k < made.dimensions(); k++) {
                    outermost = length(values);
                }
                values.push(new Known.MadeArray(made.arrayType().asSymbol().componentType(), outermost));
            }
            case ArrayLoadInstruction load -> {
                element(values);
                values.push(Known.of(load.typeKind().asLoadable()));
            }
            case ArrayStoreInstruction store -> {
                Known value = values.pop();
                Known.MadeArray array = element(values);
                if (store.typeKind() == TypeKind.REFERENCE && !fits(value, array.component())) {
                    throw new ObservableException("stores an object into an array");
                }
            }
            case FieldInstruction field -> fields.apply(field, values);
            case InvokeInstruction call -> calls.apply(call, values);
            case NewObjectInstruction made ->
                throw new ObservableException(
                        "makes a " + made.className().asInternalName().replace('/', '.'));
            default -> throw unknown(instruction.opcode());
        }
    }

    private static Known constant(ConstantInstruction constant) throws ObservableException {
        return switch (constant.constantValue()) {
            case Integer value -> new Known.Primitive(1, value.longValue());
            case Long value -> new Known.Primitive(2, value);
            case Float _, Double _ -> Known.of(constant.typeKind());
            case String _ -> new Known.Literal(ConstantDescs.CD_String);
            case ClassDesc _ -> new Known.Literal(ConstantDescs.CD_Class);
            default -> {
                if (constant.opcode() != Opcode.ACONST_NULL) {
                    throw unknown(constant.opcode());
                }
                yield new Known.Reference();
            }
        };
    }

    private static void operate(OperatorInstruction operator, KnownValues values) throws ObservableException {
        Opcode opcode = operator.opcode();
        Known right = values.pop();
        switch (opcode) {
            case ARRAYLENGTH -> {
                if (!(right instanceof Known.MadeArray(ClassDesc _, int length))) {
                    throw new ObservableException("asks for the length of an array that may be null");
                }
                values.push(new Known.Primitive(1, (long) length));
            }
            case INEG, LNEG, FNEG, DNEG -> values.push(Known.of(operator.typeKind()));
            case IDIV, IREM, LDIV, LREM -> {
                if (!(right instanceof Known.Primitive(int _, Long divisor)) || divisor == null || divisor == 0) {
                    throw new ObservableException("may divide by zero");
                }
                values.pop();
                values.push(Known.of(operator.typeKind()));
            }
            default -> {
                values.pop();
                boolean isComparison = opcode.name().contains("CMP");
                values.push(Known.of(isComparison ? TypeKind.INT : operator.typeKind()));
            }
        }
    }

    private static void move(Opcode opcode, KnownValues values) throws ObservableException {
        Known top = values.pop();
        boolean isAll = opcode == Opcode.POP || opcode == Opcode.DUP || top.slotsUsed() == 2;
        switch (opcode) {
            case POP -> {}
            case POP2 -> {
                if (!isAll) {
                    values.pop();
                }
            }
            case DUP, DUP2 -> {
                if (isAll) {
                    values.push(top);
                    values.push(top);
                } else {
                    Known below = values.pop();
                    values.push(below);
                    values.push(top);
                    values.push(below);
                    values.push(top);
                }
            }
            default -> throw unknown(opcode);
        }
    }

    private static int length(KnownValues values) throws ObservableException {
        if (values.pop() instanceof Known.Primitive(int _, Long length) && length != null && length >= 0) {
            return length.intValue();
        }
        throw new ObservableException("makes an array whose length is not a constant");
    }

    /** Pops an index and an array that has it. */
    private static Known.MadeArray element(KnownValues values) throws ObservableException {
        Known index = values.pop();
        if (values.pop() instanceof Known.MadeArray array
                && index instanceof Known.Primitive(int _, Long at)
                && at != null
                && at >= 0
                && at < array.length()) {
            return array;
        }
        throw new ObservableException("uses an array element that may not be there");
    }

    private static boolean fits(Known value, ClassDesc component) {
        return switch (value) {
            case Known.MadeArray array -> array.component().arrayType().equals(component);
            case Known.Literal literal -> literal.type().equals(component);
            case Known.Primitive _, Known.Reference _ -> false;
        };
    }

    private static ObservableException unknown(Opcode opcode) {
        return new ObservableException("uses " + opcode.name().toLowerCase(Locale.ROOT));
    }
}
