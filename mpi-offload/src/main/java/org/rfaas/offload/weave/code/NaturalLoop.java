package org.rfaas.offload.weave.code;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/** A loop with one entry: its header, where it goes back from, and what lies in between. */
public final class NaturalLoop {
    private final int header;
    private final BitSet body = new BitSet();
    private final List<Integer> latches = new ArrayList<>();

    NaturalLoop(int header) {
        this.header = header;
        body.set(header);
    }

    void addLatch(int latch, List<List<Integer>> predecessors) {
        latches.add(latch);
        Deque<Integer> work = new ArrayDeque<>();
        if (!body.get(latch)) {
            body.set(latch);
            work.push(latch);
        }
        while (!work.isEmpty()) {
            for (int from : predecessors.get(work.pop())) {
                if (!body.get(from)) {
                    body.set(from);
                    work.push(from);
                }
            }
        }
    }

    public int header() {
        return header;
    }

    /** Positions that go back to the header. */
    public List<Integer> latches() {
        return Collections.unmodifiableList(latches);
    }

    public boolean contains(int position) {
        return body.get(position);
    }

    /** Lowest position. */
    public int first() {
        return body.nextSetBit(0);
    }

    /** Position after the highest one. */
    public int end() {
        return body.length();
    }

    public int size() {
        return body.cardinality();
    }

    /** Positions, ascending. */
    public List<Integer> positions() {
        return body.stream().boxed().toList();
    }
}
