package org.rfaas.offload.weave.analysis;

import java.lang.classfile.ClassModel;
import java.lang.constant.ClassDesc;
import java.lang.reflect.AccessFlag;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Classes that Java initialises where an iteration first uses them. A woven loop reads its fields before the loop, a worker
 * has copies of methods without their classes, and other iterations may come first: so either a class is initialised before
 * the loop anyway, or nobody may see when that happens, or that it does not.
 */
final class ClassUses {
    private record Use(int line, String what, String remedy) {}

    private final ClassFinder classes;
    private final Initialisers initialisers;
    private final Set<String> before = new LinkedHashSet<>();
    private final Set<String> done = new HashSet<>();
    private final Map<String, Use> uses = new LinkedHashMap<>();

    /**
     * For one loop.
     *
     * @param self the class it is in, which runs, so it is initialised
     */
    ClassUses(ClassFinder classes, ClassDesc self) {
        this.classes = classes;
        this.initialisers = new Initialisers(classes);
        before.add(ClassFinder.internalName(self));
    }

    /** Notes that a static field is read, in the loop or a method that it calls. */
    void readField(int line, String owner, String name) {
        note(
                classes.declaring(owner, name),
                new Use(line, "'" + name + "' is of", "read it into a local variable before the loop"));
    }

    /**
     * Notes that a static method is called, by the loop or a method that it calls.
     *
     * @param named as the call names it
     * @param declaring internal name of the class that has it
     */
    void callMethod(int line, MethodRef named, String declaring) {
        note(
                declaring,
                new Use(
                        line,
                        named.text() + " is a method of",
                        "move the method to a class without such an initialiser"));
    }

    /** Notes that a static field is read before the first iteration in any case. */
    void readBefore(String owner, String name) {
        before.add(classes.declaring(owner, name));
    }

    /**
     * Refuses the first use of a class whose initialisation can be seen. An object that is not null has had its class
     * initialised, with those above it; one that a static field holds is had by initialising the class of that field.
     *
     * @param objects that are there, or else the loop runs as written
     */
    void requireUnseen(Collection<Source> objects) throws RefusalException {
        if (uses.isEmpty()) {
            return; // most loops: no class needs to be looked up
        }
        before.forEach(className -> done.addAll(initialisers.initialisedWith(className)));
        for (Source object : objects) {
            if (!(object.root() instanceof Source.Static)) {
                addClassOf(object);
            }
        }
        for (Source object : objects) {
            if (object.root() instanceof Source.Static field) {
                requireUnseen(classes.declaring(ClassFinder.internalName(field.owner()), field.name()));
            }
        }
        objects.forEach(this::addClassOf);
        for (String className : uses.keySet()) {
            requireUnseen(className);
        }
    }

    private void requireUnseen(String className) throws RefusalException {
        Use use = uses.get(className);
        String problem = initialisers.findProblem(className, done);
        if (use != null && problem != null) {
            throw new RefusalException(
                    use.line,
                    use.what + " " + className.replace('/', '.')
                            + ", whose static initialiser does more than compute values (" + problem + "); "
                            + use.remedy);
        }
    }

    /** A variable of an interface's type may hold anything, and no object has its interfaces initialised. */
    private void addClassOf(Source object) {
        String name = ClassFinder.internalName(object.valueType());
        ClassModel model = classes.find(name);
        if (model != null && !model.flags().has(AccessFlag.INTERFACE)) {
            done.addAll(initialisers.initialisedWith(name));
        }
    }

    private void note(String className, Use use) {
        if (!PureCallees.isPlatform(className)) {
            uses.putIfAbsent(className, use);
        }
    }
}
