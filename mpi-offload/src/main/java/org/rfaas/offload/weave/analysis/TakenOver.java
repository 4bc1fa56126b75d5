package org.rfaas.offload.weave.analysis;

import java.lang.constant.ClassDesc;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.rfaas.offload.woven.ClassFileDigest;
import org.rfaas.offload.woven.CopiedCode;
import org.rfaas.offload.woven.CopiedMethod;
import org.rfaas.offload.woven.DeclaredField;
import org.rfaas.offload.woven.MethodDigest;
import org.rfaas.offload.woven.StableField;

/**
 * What a loop takes over of other classes, which may be compiled again without the loop's: the code of methods, and that the
 * arrays of fields are stable.
 */
final class TakenOver {
    private final ClassFinder classes;
    private final String self;
    private final Set<CopiedMethod> methods = new LinkedHashSet<>();
    private final Set<StableField> stableFields = new LinkedHashSet<>();
    private final Set<ClassFileDigest> files = new LinkedHashSet<>();

    /**
     * For one loop.
     *
     * @param self the class it is in
     */
    TakenOver(ClassFinder classes, ClassDesc self) {
        this.classes = classes;
        this.self = ClassFinder.internalName(self);
    }

    /**
     * Notes a method whose code the kernel has.
     *
     * @param named as the call names it
     * @param found the method that means
     */
    void add(MethodRef named, ClassFinder.Found found) {
        if (isOther(named.owner(), found.method().owner())) {
            addFiles(classes.filesOf(named, found));
            methods.add(
                    new CopiedMethod(named.owner(), named.name(), named.descriptor(), MethodDigest.of(found.model())));
        }
    }

    /** Notes the field that an array comes from, if it is a stable one. */
    void add(Source array) {
        switch (array) {
            case Source.Field field -> add(field.owner(), field.name());
            case Source.Static field -> add(field.owner(), field.name());
            case Source.Local _, Source.Length _ -> {}
        }
    }

    private void add(ClassDesc named, String name) {
        String owner = ClassFinder.internalName(named);
        DeclaredField field = classes.findField(owner, name);
        if (field != null
                && field.isStable()
                && isOther(owner, field.owner().thisClass().asInternalName())) {
            addFiles(classes.filesOf(owner, name));
            stableFields.add(new StableField(owner, name));
        }
    }

    private boolean isOther(String named, String declaring) {
        return !named.equals(self) || !declaring.equals(self);
    }

    private void addFiles(List<ClassFileDigest> looked) {
        files.addAll(looked);
        // woven, it will be another file
        files.removeIf(file -> file.className().equals(self));
    }

    CopiedCode ofOtherClasses() {
        return new CopiedCode(List.copyOf(methods), List.copyOf(stableFields), List.copyOf(files));
    }
}
