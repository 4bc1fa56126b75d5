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

    /**
     * What is known when control comes from either side. A reduction's variable that one side alone has is lost, and what is
     * done with the value later is not seen as a use of it: the choice itself counts as one.
     */
    Frame join(Frame other, Reductions reductions) {
        Frame joined = new Frame();
        locals.forEach((slot, value) -> {
            Value there = other.locals.get(slot);
            if (there != null) {
                joined.locals.put(slot, join(value, there, reductions));
            }
        });
        for (int k = 0; k < stack.size(); k++) {
            joined.stack.add(join(stack.get(k), other.stack.get(k), reductions));
        }
        return joined;
    }

    private static Value join(Value left, Value right, Reductions reductions) {
        if (!left.equals(right)) {
            reductions.spoil(left);
            reductions.spoil(right);
        }
        return Value.join(left, right);
    }
}
