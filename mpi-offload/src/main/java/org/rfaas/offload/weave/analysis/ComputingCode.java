package org.rfaas.offload.weave.analysis;

import java.lang.classfile.Instruction;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.util.HashMap;
import java.util.Map;
import org.rfaas.offload.weave.code.MethodCode;
import org.rfaas.offload.weave.code.Op;

/** Follows code once from its first position to its end, as long as it does nothing but compute, see {@link ComputingRules}. */
final class ComputingCode {
    private final MethodCode code;
    private final ComputingRules rules;

    ComputingCode(MethodCode code, ComputingRules rules) {
        this.code = code;
        this.rules = rules;
    }

    void follow() throws ObservableException {
        if (!code.handlers().isEmpty()) {
            throw new ObservableException("has a try block");
        }
        Map<Integer, KnownValues> arriving = new HashMap<>();
        arriving.put(0, new KnownValues());
        for (int at = 0; at < code.size(); at++) {
            KnownValues values = arriving.get(at);
            if (values == null) {
                continue;
            }
            apply(code.op(at), values);
            for (int next : code.op(at).successors(at)) {
                if (next <= at) {
                    throw new ObservableException("has a loop");
                }
                KnownValues there = arriving.get(next);
                arriving.put(next, there == null ? values.copy() : there.join(values));
            }
        }
    }

    private void apply(Op op, KnownValues values) throws ObservableException {
        switch (op) {
            case Op.Plain(Instruction instruction) -> rules.apply(instruction, values);
            case Op.Load(TypeKind type, int slot) -> values.push(values.local(slot, type));
            case Op.Store(TypeKind _, int slot) -> values.local(slot, values.pop());
            case Op.Increment(int slot, int _) -> values.local(slot, Known.of(TypeKind.INT));
            case Op.Branch(Opcode opcode, int _) -> {
                values.pop();
                if (opcode.name().startsWith("IF_")) {
                    values.pop();
                }
            }
            case Op.Switch _ -> values.pop();
            case Op.Jump _, Op.Return _ -> {}
            case Op.Throw _, Op.Trap _ -> throw new ObservableException("throws an exception");
        }
    }
}
