package org.rfaas.offload.weave.analysis;

import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.reflect.AccessFlag;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Proves that nobody can see whether and when a class is initialised: its static initialiser computes values for its own
 * static fields, the same at any time, see {@link ComputingCode}.
 */
final class Initialisers {
    private final ClassFinder classes;
    private final Map<String, Optional<String>> verdicts = new HashMap<>();

    Initialisers(ClassFinder classes) {
        this.classes = classes;
    }

    /** What the initialisation of a class does that can be seen, as a predicate for its initialiser; none if nothing. */
    @Nullable
    String findProblem(String className) {
        return findProblem(className, Set.of());
    }

    /**
     * The same where some classes are initialised already.
     *
     * @param done these classes
     */
    @Nullable
    String findProblem(String className, Set<String> done) {
        for (String one : initialisedWith(className)) {
            String problem = done.contains(one) ? null : problemOf(one);
            if (problem != null) {
                return one.equals(className) ? "it " + problem : "that of " + one.replace('/', '.') + " " + problem;
            }
        }
        return null;
    }

    /**
     * What Java initialises with a class (JVMS 5.5): itself, the classes above it, and of the interfaces of these those
     * that have methods with code for objects.
     */
    Set<String> initialisedWith(String className) {
        Set<String> all = new LinkedHashSet<>();
        all.add(className);
        ClassModel model = classes.find(className);
        if (model != null && !model.flags().has(AccessFlag.INTERFACE)) {
            model.superclass().ifPresent(above -> all.addAll(initialisedWith(above.asInternalName())));
            model.interfaces().forEach(one -> addInterface(one.asInternalName(), all));
        }
        return all;
    }

    private void addInterface(String name, Set<String> all) {
        ClassModel model = classes.find(name);
        if (model == null) {
            all.add(name);
            return;
        }
        model.interfaces().forEach(one -> addInterface(one.asInternalName(), all));
        if (model.methods().stream().anyMatch(Initialisers::isDefault)) {
            all.add(name);
        }
    }

    private static boolean isDefault(MethodModel method) {
        return !method.flags().has(AccessFlag.ABSTRACT) && !method.flags().has(AccessFlag.STATIC);
    }

    private @Nullable String problemOf(String className) {
        if (PureCallees.isPlatform(className)) {
            return null;
        }
        Optional<String> known = verdicts.get(className);
        if (known == null) {
            verdicts.put(className, Optional.of("needs the class itself, through another one's"));
            known = Optional.ofNullable(check(className));
            verdicts.put(className, known);
        }
        return known.orElse(null);
    }

    private @Nullable String check(String className) {
        ClassModel model = classes.find(className);
        if (model == null) {
            return "was not found; put its class file on the class path or module path of the compiler";
        }
        return model.methods().stream()
                .filter(method -> method.methodName().equalsString("<clinit>"))
                .findFirst()
                .flatMap(MethodModel::code)
                .map(new ComputingCode(classes, this, className)::findProblem)
                .orElse(null);
    }
}
