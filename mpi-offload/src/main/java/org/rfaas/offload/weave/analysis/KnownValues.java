package org.rfaas.offload.weave.analysis;

import java.lang.classfile.TypeKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Operand stack, local variables and static fields of the class that is initialised, at one position of {@link ComputingCode}. */
final class KnownValues {
    private final List<Known> stack = new ArrayList<>();
    private final Map<Integer, Known> locals = new HashMap<>();
    private final Map<String, Known> fields = new HashMap<>();

    void push(Known value) {
        stack.add(value);
    }

    Known pop() {
        return stack.removeLast();
    }

    Known local(int slot, TypeKind type) {
        return locals.getOrDefault(slot, Known.of(type));
    }

    void local(int slot, Known value) {
        locals.put(slot, value);
    }

    Known field(String name, TypeKind type) {
        return fields.getOrDefault(name, Known.of(type));
    }

    void field(String name, Known value) {
        fields.put(name, value);
    }

    KnownValues copy() {
        KnownValues copy = new KnownValues();
        copy.stack.addAll(stack);
        copy.locals.putAll(locals);
        copy.fields.putAll(fields);
        return copy;
    }

    /** What is known where two ways meet. */
    KnownValues join(KnownValues other) {
        KnownValues joined = new KnownValues();
        for (int k = 0; k < stack.size(); k++) {
            joined.push(stack.get(k).or(other.stack.get(k)));
        }
        join(locals, other.locals, joined.locals);
        join(fields, other.fields, joined.fields);
        return joined;
    }

    private static <K> void join(Map<K, Known> one, Map<K, Known> other, Map<K, Known> joined) {
        one.forEach((key, value) -> {
            Known there = other.get(key);
            if (there != null) {
                joined.put(key, value.or(there));
            }
        });
    }
}
