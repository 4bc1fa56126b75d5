package org.rfaas.offload.weave.analysis;

import java.lang.classfile.CodeModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.rfaas.offload.weave.code.MethodCode;
import org.rfaas.offload.weave.code.NaturalLoop;
import org.rfaas.offload.weave.code.Op;

/**
 * Puts the code of methods that take arrays, of methods of objects, and of {@link Formulas} in place of their calls, so that the
 * analysis sees which elements they touch. Other static methods of numbers stay calls, see {@link PureCallees}, and so do
 * {@link ScratchCalls}.
 */
final class Inliner {
    static final String INTERFACE_PROBLEM = "it is a method of an interface; use the class that implements it";

    private static final int MAX_OPERATIONS = 6000;

    private final ClassFinder classes;
    private final TakenOver takenOver;
    private final ClassUses uses;
    private final ScratchCalls scratchCalls;
    private final List<Op> ops = new ArrayList<>();
    private final List<Integer> lines = new ArrayList<>();
    private final List<String> places = new ArrayList<>();
    private final List<MethodCode.Variable> variables = new ArrayList<>();
    private final Map<Integer, Expansion.Receiver> receivers = new HashMap<>();
    private final Map<Integer, String> refusals = new HashMap<>();
    private final Deque<MethodRef> open = new ArrayDeque<>();
    private int nextSlot;

    Inliner(ClassFinder classes, TakenOver takenOver, ClassUses uses, ScratchCalls scratchCalls) {
        this.classes = classes;
        this.takenOver = takenOver;
        this.uses = uses;
        this.scratchCalls = scratchCalls;
    }

    /** A method with the calls in a loop inlined, and the calls in them. Handlers around the loop are no part of it. */
    Expansion expand(MethodCode code, NaturalLoop loop) {
        nextSlot = code.maxLocals();
        int[] positions = append(code, 0, null, 0, loop::contains);
        List<MethodCode.Handler> handlers = code.handlers().stream()
                .filter(one -> !one.covers(loop))
                .map(one ->
                        new MethodCode.Handler(positions[one.start()], positions[one.end()], positions[one.target()]))
                .toList();
        return new Expansion(
                new MethodCode(ops, lines, handlers, variables, code.positions(), nextSlot, code.hasFarJumps()),
                positions,
                receivers,
                refusals,
                List.copyOf(places));
    }

    /**
     * Appends code with the calls in it inlined.
     *
     * @param method whose it is; none for the one with the loop
     * @param callLine where it is called, for its operations
     * @param where which calls may be inlined
     */
    private int[] append(MethodCode code, int slotShift, @Nullable MethodRef method, int callLine, IntPredicate where) {
        int[] positions = new int[code.size() + 1];
        List<Integer> own = new ArrayList<>();
        List<Integer> returns = new ArrayList<>();
        for (int at = 0; at < code.size(); at++) {
            positions[at] = ops.size();
            int line = method == null ? code.line(at) : callLine;
            Op op = code.op(at).shiftSlots(slotShift);
            boolean isCall = op instanceof Op.Plain(Instruction instruction)
                    && instruction instanceof InvokeInstruction call
                    && where.test(at)
                    && !(method == null && scratchCalls.isOne(at, call))
                    && inline(call, line);
            if (!isCall) {
                (op instanceof Op.Return && method != null ? returns : own).add(ops.size());
                add(op, line, method == null ? "" : place(method, code.line(at)));
            }
        }
        positions[code.size()] = ops.size();
        own.forEach(at -> ops.set(at, ops.get(at).retarget(target -> positions[target])));
        returns.forEach(at -> ops.set(at, new Op.Jump(positions[code.size()])));
        for (MethodCode.Variable one : code.variables()) {
            variables.add(new MethodCode.Variable(
                    one.name(),
                    one.descriptor(),
                    one.slot() + slotShift,
                    positions[one.start()],
                    positions[one.end()]));
        }
        return positions;
    }

    private void add(Op op, int line, String place) {
        ops.add(op);
        lines.add(line);
        places.add(place);
    }

    private static String place(MethodRef method, int line) {
        return line == 0 ? method.text() : method.text() + ", line " + line;
    }

    /** Whether the call was replaced. */
    private boolean inline(InvokeInstruction call, int line) {
        MethodRef method = MethodRef.of(call);
        MethodCode fill = ArrayFills.code(method);
        if (fill != null) {
            int base = reserve(fill);
            storeArguments(method, base, line);
            append(fill, base, method, line, _ -> true);
            return true;
        }
        boolean isStatic = call.opcode() == Opcode.INVOKESTATIC;
        if (PureCallees.isPlatform(method) || method.name().equals("<init>")) {
            return false;
        }
        if (isStatic && method.isOfNumbers()) {
            return inlineFormula(call, method, line);
        }
        if (method.owner().startsWith("[")) {
            return refuse("it copies all of the array; make an array and use System.arraycopy");
        }
        if (call.opcode() == Opcode.INVOKEINTERFACE) {
            return refuse(INTERFACE_PROBLEM);
        }
        ClassFinder.Found found = classes.find(method);
        if (found == null) {
            return refuse(classes.missing(method));
        }
        if (ObjectSwitches.isOfEnums(found.method())) {
            return refuse(ObjectSwitches.ENUM_PROBLEM);
        }
        if (PureCallees.isPlatform(found.method())) {
            return refuse(CallRules.JDK_OBJECT);
        }
        Optional<CodeModel> code = found.model().code();
        if (code.isEmpty() || found.model().flags().has(AccessFlag.SYNCHRONIZED)) {
            return refuse("it is native, abstract or synchronized");
        }
        if (OwnLoops.isIn(found.model())) {
            return refuse(OwnLoops.PROBLEM);
        }
        if (open.contains(found.method())) {
            return refuse("it is recursive and takes arrays or objects; write it as a loop");
        }
        MethodCode body = ThrowingPaths.cut(MethodCode.of(code.get()));
        if (!body.handlers().isEmpty()) {
            return refuse("it has a try block; check before instead");
        }
        if (ops.size() + body.size() > MAX_OPERATIONS) {
            return refuse("with the code it calls the loop becomes too long; move the call out of the loop");
        }
        appendCall(call, method, found, body, line);
        return true;
    }

    /** Whether a static method of numbers is a formula, and the call was replaced; others stay calls. */
    private boolean inlineFormula(InvokeInstruction call, MethodRef method, int line) {
        ClassFinder.Found found = classes.find(method);
        MethodCode body = found == null || open.contains(found.method()) ? null : Formulas.code(found);
        if (found == null || body == null || ops.size() + body.size() > MAX_OPERATIONS) {
            return false;
        }
        appendCall(call, method, found, body, line);
        return true;
    }

    private void appendCall(
            InvokeInstruction call, MethodRef method, ClassFinder.Found found, MethodCode body, int line) {
        boolean isStatic = call.opcode() == Opcode.INVOKESTATIC;
        takenOver.add(method, found);
        if (isStatic) {
            uses.callMethod(line, method, found.method().owner());
        }
        open.push(found.method());
        int base = reserve(body);
        storeArguments(found.method(), base + (isStatic ? 0 : 1), line);
        if (!isStatic) {
            boolean isFixed = call.opcode() == Opcode.INVOKESPECIAL
                    || found.model().flags().has(AccessFlag.PRIVATE)
                    || found.model().flags().has(AccessFlag.FINAL)
                    || found.owner().flags().has(AccessFlag.FINAL);
            // an object of just the class that the call names has the method that was looked up from there
            receivers.put(
                    ops.size(),
                    new Expansion.Receiver(isFixed ? null : call.owner().asSymbol()));
            add(new Op.Store(TypeKind.REFERENCE, base), line, "");
        }
        append(body, base, found.method(), line, _ -> true);
        open.pop();
    }

    /** The first of the slots that a method's code gets for itself. */
    private int reserve(MethodCode body) {
        int base = nextSlot;
        nextSlot += Math.max(body.maxLocals(), 1);
        return base;
    }

    private void storeArguments(MethodRef method, int first, int line) {
        List<ClassDesc> parameters =
                MethodTypeDesc.ofDescriptor(method.descriptor()).parameterList();
        int[] slots = new int[parameters.size()];
        int slot = first;
        for (int k = 0; k < slots.length; k++) {
            slots[k] = slot;
            slot += TypeKind.from(parameters.get(k)).slotSize();
        }
        for (int k = slots.length - 1; k >= 0; k--) {
            add(new Op.Store(TypeKind.from(parameters.get(k)).asLoadable(), slots[k]), line, "");
        }
    }

    private boolean refuse(String reason) {
        refusals.put(ops.size(), reason);
        return false;
    }
}
