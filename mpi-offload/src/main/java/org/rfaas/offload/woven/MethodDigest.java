package org.rfaas.offload.woven;

import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.ExceptionCatch;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.IncrementInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.NewMultiArrayInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.NewPrimitiveArrayInstruction;
import java.lang.classfile.instruction.NewReferenceArrayInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.lang.classfile.instruction.TypeCheckInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.reflect.AccessFlag;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells methods with different code apart: the start of the SHA-256 of a listing with names in full and targets by number,
 * so that neither debug information nor the rest of the class matters, nor whether the class was woven.
 */
public final class MethodDigest {
    private final Map<Label, Integer> targets = new HashMap<>();
    private final StringBuilder listing = new StringBuilder();

    private MethodDigest() {}

    public static long of(MethodModel method) {
        MethodDigest digest = new MethodDigest();
        // who may override it is part of what a call of it means
        boolean isFinal =
                method.parent().map(type -> type.flags().has(AccessFlag.FINAL)).orElse(false);
        digest.add(method.flags().flagsMask(), isFinal);
        method.code().ifPresent(digest::addCode);
        return digest.result();
    }

    private void addCode(CodeModel code) {
        int position = 0;
        for (CodeElement element : code) {
            if (element instanceof LabelTarget target) {
                targets.put(target.label(), position);
            } else if (element instanceof Instruction) {
                position++;
            }
        }
        for (CodeElement element : code) {
            if (element instanceof Instruction instruction) {
                addInstruction(instruction);
            } else if (element instanceof ExceptionCatch one) {
                String type =
                        one.catchType().map(caught -> caught.asInternalName()).orElse("any");
                add("catch", type, target(one.tryStart()), target(one.tryEnd()), target(one.handler()));
            }
        }
    }

    private void addInstruction(Instruction instruction) {
        int opcode = instruction.opcode().bytecode();
        switch (instruction) {
            // in one of two forms, by where the constant is
            case ConstantInstruction.LoadConstantInstruction one ->
                add("constant", one.typeKind(), text(one.constantValue()));
            case ConstantInstruction one -> add(opcode, text(one.constantValue()));
            case LoadInstruction one -> add("load", one.typeKind(), one.slot());
            case StoreInstruction one -> add("store", one.typeKind(), one.slot());
            case IncrementInstruction one -> add("increment", one.slot(), one.constant());
            case BranchInstruction one -> add(opcode, target(one.target()));
            case TableSwitchInstruction one -> {
                add(opcode, one.lowValue(), one.highValue(), target(one.defaultTarget()));
                addCases(one.cases());
            }
            case LookupSwitchInstruction one -> {
                add(opcode, target(one.defaultTarget()));
                addCases(one.cases());
            }
            case FieldInstruction one -> add(opcode, one.owner().asInternalName(), one.name(), one.type());
            case InvokeInstruction one -> add(opcode, one.owner().asInternalName(), one.name(), one.type());
            case InvokeDynamicInstruction one -> add(opcode, one.name(), one.type());
            case NewObjectInstruction one -> add(opcode, one.className().asInternalName());
            case NewPrimitiveArrayInstruction one -> add(opcode, one.typeKind());
            case NewReferenceArrayInstruction one ->
                add(opcode, one.componentType().asInternalName());
            case NewMultiArrayInstruction one -> add(opcode, one.arrayType().asInternalName(), one.dimensions());
            case TypeCheckInstruction one -> add(opcode, one.type().asInternalName());
            default -> add(opcode);
        }
    }

    private void addCases(List<SwitchCase> cases) {
        cases.forEach(one -> add("case", one.caseValue(), target(one.target())));
    }

    private int target(Label label) {
        Integer position = targets.get(label);
        if (position == null) {
            throw new IllegalArgumentException("a label of another method");
        }
        return position;
    }

    private static String text(ConstantDesc constant) {
        return constant instanceof ClassDesc type ? type.descriptorString() : constant.toString();
    }

    private void add(Object... words) {
        for (Object word : words) {
            listing.append(word).append(' ');
        }
        listing.append('\n');
    }

    private long result() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(listing.toString().getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(hash).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
