package org.rfaas.offload.weave.code;

import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.Opcode;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.DiscontinuedInstruction;
import java.lang.classfile.instruction.ExceptionCatch;
import java.lang.classfile.instruction.IncrementInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LineNumber;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.LocalVariable;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.lang.classfile.instruction.ThrowInstruction;
import java.util.ArrayList;
import java.util.List;

/**
 * A method's body.
 *
 * @param ops the operations, by position
 * @param lines source line of each, 0 when unknown
 * @param handlers exception handlers
 * @param variables names of local variables, as far as the class file has them
 * @param positions where the class file's labels are; empty for code that was put together
 * @param maxLocals slots used
 * @param hasFarJumps whether the compiler took jumps to go 32 KiB or more
 */
public record MethodCode(
        List<Op> ops,
        List<Integer> lines,
        List<Handler> handlers,
        List<Variable> variables,
        Positions positions,
        int maxLocals,
        boolean hasFarJumps) {
    /** Code {@code [start, end)} whose exceptions go to {@code target}. */
    public record Handler(int start, int end, int target) {
        /** Whether it gets the exceptions of all of a loop. */
        public boolean covers(NaturalLoop loop) {
            return start <= loop.first() && end >= loop.end();
        }
    }

    /** A local variable's name at {@code [start, end)}. */
    public record Variable(String name, String descriptor, int slot, int start, int end) {}

    public MethodCode {
        ops = List.copyOf(ops);
        lines = List.copyOf(lines);
        handlers = List.copyOf(handlers);
        variables = List.copyOf(variables);
    }

    /**
     * Reads a method's code.
     *
     * @throws IllegalArgumentException for subroutines, which no compiler has made for a long time
     */
    public static MethodCode of(CodeModel model) {
        Positions positions = new Positions();
        List<Integer> lines = new ArrayList<>();
        int position = 0;
        int line = 0;
        for (CodeElement element : model) {
            switch (element) {
                case LabelTarget target -> positions.put(target.label(), position);
                case LineNumber number -> line = number.line();
                case Instruction _ -> {
                    position++;
                    lines.add(line);
                }
                default -> {}
            }
        }
        List<Op> ops = new ArrayList<>();
        List<Handler> handlers = new ArrayList<>();
        List<Variable> variables = new ArrayList<>();
        for (CodeElement element : model) {
            switch (element) {
                case Instruction instruction -> ops.add(read(instruction, positions));
                case ExceptionCatch one ->
                    handlers.add(new Handler(
                            positions.of(one.tryStart()), positions.of(one.tryEnd()), positions.of(one.handler())));
                case LocalVariable one ->
                    variables.add(new Variable(
                            one.name().stringValue(),
                            one.type().stringValue(),
                            one.slot(),
                            positions.of(one.startScope()),
                            positions.of(one.endScope())));
                default -> {}
            }
        }
        int maxLocals = model instanceof CodeAttribute attribute ? attribute.maxLocals() : 0;
        return new MethodCode(ops, lines, handlers, variables, positions, maxLocals, hasFarJumps(model));
    }

    static boolean hasFarJumps(CodeModel model) {
        return model.elementStream()
                .anyMatch(element -> element instanceof BranchInstruction jump && jump.opcode() == Opcode.GOTO_W);
    }

    public int size() {
        return ops.size();
    }

    public Op op(int position) {
        return ops.get(position);
    }

    /** Source line, 0 when unknown. */
    public int line(int position) {
        return position >= 0 && position < lines.size() ? lines.get(position) : 0;
    }

    /** A local variable's name, as the source has it or {@code local<slot>}. */
    public String nameOf(int slot, int position) {
        for (Variable variable : variables) {
            // a variable's scope begins after its first assignment
            if (variable.slot() == slot && variable.start() - 1 <= position && position < variable.end()) {
                return variable.name();
            }
        }
        return "local" + slot;
    }

    private static Op read(Instruction instruction, Positions positions) {
        return switch (instruction) {
            case LoadInstruction load -> new Op.Load(load.typeKind(), load.slot());
            case StoreInstruction store -> new Op.Store(store.typeKind(), store.slot());
            case IncrementInstruction increment -> new Op.Increment(increment.slot(), increment.constant());
            case BranchInstruction branch -> branch(branch, positions.of(branch.target()));
            case TableSwitchInstruction choice ->
                new Op.Switch(
                        true,
                        choice.lowValue(),
                        choice.highValue(),
                        positions.of(choice.defaultTarget()),
                        cases(choice.cases(), positions));
            case LookupSwitchInstruction choice ->
                new Op.Switch(false, 0, 0, positions.of(choice.defaultTarget()), cases(choice.cases(), positions));
            case ReturnInstruction end -> new Op.Return(end.typeKind());
            case ThrowInstruction _ -> new Op.Throw();
            case DiscontinuedInstruction _ ->
                throw new IllegalArgumentException("jsr and ret are not supported; compile with a newer compiler");
            default -> new Op.Plain(instruction);
        };
    }

    private static Op branch(BranchInstruction branch, int target) {
        return switch (branch.opcode()) {
            case GOTO, GOTO_W -> new Op.Jump(target);
            default -> new Op.Branch(branch.opcode(), target);
        };
    }

    private static List<Op.Switch.Case> cases(List<SwitchCase> cases, Positions positions) {
        return cases.stream()
                .map(one -> new Op.Switch.Case(one.caseValue(), positions.of(one.target())))
                .toList();
    }
}
