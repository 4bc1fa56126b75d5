package org.rfaas.offload.weave.analysis;

import java.lang.constant.ClassDesc;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.rfaas.offload.woven.ClassFileDigest;
import org.rfaas.offload.woven.CopiedCode;
import org.rfaas.offload.woven.CopiedMethod;
import org.rfaas.offload.woven.MethodDigest;

/** Which methods of other classes a loop's kernel has the code of: those classes may be compiled again without the loop's. */
final class CopiedMethods {
    private final ClassFinder classes;
    private final String self;
    private final Set<CopiedMethod> methods = new LinkedHashSet<>();
    private final Set<ClassFileDigest> files = new LinkedHashSet<>();

    /**
     * For one loop.
     *
     * @param self the class it is in
     */
    CopiedMethods(ClassFinder classes, ClassDesc self) {
        this.classes = classes;
        this.self = ClassFinder.internalName(self);
    }

    /**
     * Notes one.
     *
     * @param named as the call names it
     * @param found the method that means
     */
    void add(MethodRef named, ClassFinder.Found found) {
        boolean isOwn = named.owner().equals(self) && found.method().owner().equals(self);
        if (!isOwn) {
            files.addAll(classes.filesOf(named, found));
            // woven, it will be another file
            files.removeIf(file -> file.className().equals(self));
            methods.add(
                    new CopiedMethod(named.owner(), named.name(), named.descriptor(), MethodDigest.of(found.model())));
        }
    }

    CopiedCode ofOtherClasses() {
        return new CopiedCode(List.copyOf(methods), List.copyOf(files));
    }
}
