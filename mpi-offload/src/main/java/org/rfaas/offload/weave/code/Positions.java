package org.rfaas.offload.weave.code;

import java.lang.classfile.Label;
import java.util.IdentityHashMap;
import java.util.Map;

/** Where a method's labels are. */
public final class Positions {
    private final IdentityHashMap<Label, Integer> positions = new IdentityHashMap<>();

    void put(Label label, int position) {
        positions.put(label, position);
    }

    /** A label at a position. */
    public Label at(int position) {
        for (Map.Entry<Label, Integer> entry : positions.entrySet()) {
            if (entry.getValue() == position) {
                return entry.getKey();
            }
        }
        throw new IllegalArgumentException("no label at " + position);
    }

    /** Whether a label is at an operation of the code at all. */
    public boolean knows(Label label) {
        return positions.containsKey(label);
    }

    /** Position of the first operation after a label. */
    public int of(Label label) {
        Integer position = positions.get(label);
        if (position == null) {
            throw new IllegalArgumentException("a label of another method");
        }
        return position;
    }
}
