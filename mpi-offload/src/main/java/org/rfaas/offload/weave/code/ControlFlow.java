package org.rfaas.offload.weave.code;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Control flow of a method: successors, dominators (the algorithm of Cooper, Harvey and Kennedy), and natural loops, those
 * with a header that dominates all of the loop. Exceptions count as flow, though not as a way back.
 */
public final class ControlFlow {
    private final MethodCode code;
    private final List<List<Integer>> successors = new ArrayList<>();
    private final List<List<Integer>> predecessors = new ArrayList<>();
    private final List<Integer> order;
    private final int[] number;
    private final int[] dominator;
    private final NavigableMap<Integer, NaturalLoop> loops = new TreeMap<>();

    public ControlFlow(MethodCode code) {
        this.code = code;
        int size = code.size();
        for (int at = 0; at < size; at++) {
            predecessors.add(new ArrayList<>());
        }
        for (int at = 0; at < size; at++) {
            List<Integer> next = new ArrayList<>(code.op(at).successors(at));
            for (MethodCode.Handler handler : code.handlers()) {
                if (handler.start() <= at && at < handler.end() && !next.contains(handler.target())) {
                    next.add(handler.target());
                }
            }
            next.removeIf(target -> target >= size);
            successors.add(next);
            for (int target : next) {
                predecessors.get(target).add(at);
            }
        }
        order = reversePostorder();
        number = new int[size];
        Arrays.fill(number, -1);
        for (int k = 0; k < order.size(); k++) {
            number[order.get(k)] = k;
        }
        dominator = dominators();
        findLoops();
    }

    public MethodCode code() {
        return code;
    }

    public List<Integer> successors(int position) {
        return successors.get(position);
    }

    public List<Integer> predecessors(int position) {
        return predecessors.get(position);
    }

    /** Whether there is no way to a position but from the one before. */
    public boolean isStraight(int position) {
        return predecessors(position).equals(List.of(position - 1));
    }

    /** Reachable positions, each after all that come before it on a way without going back. */
    public List<Integer> order() {
        return Collections.unmodifiableList(order);
    }

    /** Loops by header, ascending. */
    public Collection<NaturalLoop> loops() {
        return Collections.unmodifiableCollection(loops.values());
    }

    /** Whether every way to {@code to} leads through {@code through}. */
    public boolean dominates(int through, int to) {
        if (number[through] < 0 || number[to] < 0) {
            return false;
        }
        int at = to;
        // what dominates a position comes before it in the order
        while (number[at] > number[through]) {
            at = dominator[at];
        }
        return at == through;
    }

    private List<Integer> reversePostorder() {
        List<Integer> postorder = new ArrayList<>();
        BitSet seen = new BitSet();
        Deque<int[]> stack = new ArrayDeque<>();
        stack.push(new int[] {0, 0});
        seen.set(0);
        while (!stack.isEmpty()) {
            int[] top = stack.peek();
            List<Integer> next = successors.get(top[0]);
            if (top[1] == next.size()) {
                postorder.add(top[0]);
                stack.pop();
            } else {
                int target = next.get(top[1]++);
                if (!seen.get(target)) {
                    seen.set(target);
                    stack.push(new int[] {target, 0});
                }
            }
        }
        Collections.reverse(postorder);
        return postorder;
    }

    private int[] dominators() {
        int[] result = new int[code.size()];
        Arrays.fill(result, -1);
        result[0] = 0;
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int at : order.subList(1, order.size())) {
                int best = -1;
                for (int from : predecessors.get(at)) {
                    if (result[from] >= 0) {
                        best = best < 0 ? from : meet(result, from, best);
                    }
                }
                changed |= result[at] != best;
                result[at] = best;
            }
        }
        return result;
    }

    private int meet(int[] dominators, int left, int right) {
        int a = left;
        int b = right;
        while (a != b) {
            while (number[a] > number[b]) {
                a = dominators[a];
            }
            while (number[b] > number[a]) {
                b = dominators[b];
            }
        }
        return a;
    }

    private void findLoops() {
        for (int from : order) {
            // compilers let the handler of a lock cover itself, which is no loop
            for (int header : code.op(from).successors(from)) {
                if (dominates(header, from)) {
                    loops.computeIfAbsent(header, NaturalLoop::new).addLatch(from, predecessors);
                }
            }
        }
    }
}
