package org.rfaas.offload.weave.analysis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What is known of the local variables that the loop assigns, and of the operand stack, at one position. */
final class Frame {
    private final Map<Integer, Value> locals;
    private final List<Value> stack;

    Frame() {
        this(new HashMap<>(), new ArrayList<>());
    }

    private Frame(Map<Integer, Value> locals, List<Value> stack) {
        this.locals = locals;
        this.stack = stack;
    }

    Frame copy() {
        return new Frame(new HashMap<>(locals), new ArrayList<>(stack));
    }

    @Nullable
    Value local(int slot) {
        return locals.get(slot);
    }

    void local(int slot, Value value) {
        locals.put(slot, value);
    }

    void push(Value value) {
        stack.add(value);
    }

    void pushAll(List<Value> values) {
        stack.addAll(values);
    }

    Value pop() {
        return stack.removeLast();
    }

    /** Pops values that take so many slots together; the deepest first. */
    List<Value> popSlots(int slots) {
        List<Value> values = new ArrayList<>();
        int left = slots;
        while (left > 0) {
            Value value = pop();
            values.addFirst(value);
            left -= value.slots();
        }
        return values;
    }

    /** Every value replaced. */
    Frame map(UnaryOperator<Value> change) {
        Frame changed = copy();
        changed.locals.replaceAll((slot, value) -> change.apply(value));
        changed.stack.replaceAll(change);
        return changed;
    }

    /** What is known when control comes from either side. */
    Frame join(Frame other) {
        Frame joined = new Frame();
        locals.forEach((slot, value) -> {
            Value there = other.locals.get(slot);
            if (there != null) {
                joined.locals.put(slot, Value.join(value, there));
            }
        });
        for (int k = 0; k < stack.size(); k++) {
            joined.stack.add(Value.join(stack.get(k), other.stack.get(k)));
        }
        return joined;
    }
}
