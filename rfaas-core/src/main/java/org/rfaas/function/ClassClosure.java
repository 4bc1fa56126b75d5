package org.rfaas.function;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Class files that a function needs on a worker: what it may run, followed through everything mentioned; and what must
 * merely be loadable, the hosts of nests, followed through superclasses and interfaces only.
 */
final class ClassClosure {
    private final ClassBytes source;
    private final SortedMap<String, byte[]> classes = new TreeMap<>();
    private final Set<String> followed = new HashSet<>();

    ClassClosure(ClassBytes source) {
        this.source = source;
    }

    /** Adds a class and all that running it may need. */
    void add(String className) {
        Deque<String> pending = new ArrayDeque<>();
        pending.add(className);
        while (!pending.isEmpty()) {
            String name = pending.remove();
            if (followed.add(name)) {
                byte[] bytes = classes.computeIfAbsent(name, source::find);
                pending.addAll(ClassBytes.referencedBy(bytes));
                ClassBytes.nestHostOf(bytes).ifPresent(this::addLoadable);
            }
        }
    }

    private void addLoadable(String className) {
        if (!classes.containsKey(className)) {
            byte[] bytes = source.find(className);
            classes.put(className, bytes);
            ClassBytes.hierarchyOf(bytes).forEach(this::addLoadable);
        }
    }

    /** All class files so far, by binary name. */
    SortedMap<String, byte[]> classes() {
        return classes;
    }
}
