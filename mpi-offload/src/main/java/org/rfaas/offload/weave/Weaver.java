package org.rfaas.offload.weave;

import java.io.ByteArrayInputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.rfaas.offload.weave.analysis.ClassFinder;

/**
 * Weaves class files: finds annotated loops, has them analysed, and writes the class anew. A class without annotated loops,
 * or one that was woven before, stays as it is.
 */
public final class Weaver {
    private final ClassFinder.Files files;

    /**
     * A weaver.
     *
     * @param files where the classes come from that woven classes use
     */
    public Weaver(ClassFinder.Files files) {
        this.files = files;
    }

    /** Whether a class file may have something to weave; quick, and right when it says no. */
    public static boolean mayConcern(byte[] classBytes) {
        return new String(classBytes, StandardCharsets.ISO_8859_1).contains(Annotations.OFFLOAD);
    }

    public WeaveResult weave(byte[] classBytes) {
        if (!mayConcern(classBytes)) {
            return new WeaveResult(classBytes, List.of(), List.of());
        }
        MissingClasses missing = new MissingClasses();
        return new ClassWeaver(new ClassFinder(files), classFile(missing), missing, classBytes).weave();
    }

    private ClassFile classFile(MissingClasses missing) {
        ClassHierarchyResolver known = ClassHierarchyResolver.ofResourceParsing(type -> {
                    byte[] found = files.find(ClassFinder.internalName(type));
                    return found == null ? null : new ByteArrayInputStream(found);
                })
                .orElse(ClassHierarchyResolver.defaultResolver())
                .orElse(missing);
        return ClassFile.of(
                ClassFile.ClassHierarchyResolverOption.of(known), ClassFile.DeadLabelsOption.DROP_DEAD_LABELS);
    }
}
