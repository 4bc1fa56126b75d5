package org.rfaas.offload.woven;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import org.jspecify.annotations.Nullable;

/**
 * Compares what a loop has taken over of other classes with what these are now. They differ where a class was compiled anew,
 * or comes from another version of a library, and the class with the loop was not woven again.
 *
 * <p>If the class files are those that the weaver saw, which is nearly always so, checksums tell. Otherwise the methods and
 * fields are compared; to take class files apart costs a starting JVM more than 20 ms.
 */
final class CopyCheck {
    private final Class<?> loopClass;
    private final LoadedClassFiles files;

    /**
     * A check of loops.
     *
     * @param loopClass the class they are in; by its loader others are found
     */
    CopyCheck(Class<?> loopClass) {
        this.loopClass = loopClass;
        this.files = new LoadedClassFiles(loopClass.getClassLoader());
    }

    /** Why rank and workers would run different code or have different data; none if they have the same. */
    @Nullable
    String findProblem(CopiedCode code) {
        for (ClassFileDigest file : code.files()) {
            byte[] bytes = files.read(file.className());
            if (bytes == null || !file.isOf(bytes)) {
                return findChange(code);
            }
        }
        return null;
    }

    private @Nullable String findChange(CopiedCode code) {
        for (CopiedMethod copy : code.methods()) {
            if (files.read(copy.owner()) == null) {
                return "the class file of " + copy.text()
                        + " is not found, so that nobody knows whether the kernel's copy"
                        + " of it is right; put it where the class is loaded from";
            }
            if (!isCurrent(copy)) {
                return copy.text() + " is not what " + loopClass.getName() + " was woven with" + remedy();
            }
        }
        for (StableField field : code.stableFields()) {
            if (files.read(field.owner()) == null) {
                return "the class file of " + field.text()
                        + " is not found, so that nobody knows whether that is still stable; put it where the class is loaded"
                        + " from";
            }
            if (!isStable(field)) {
                return field.text() + " is not stable any more" + remedy();
            }
        }
        return null;
    }

    private String remedy() {
        return "; compile " + loopClass.getName() + " again";
    }

    private boolean isCurrent(CopiedMethod copy) {
        try {
            DeclaredMethod live = DeclaredMethod.find(this::parse, copy.owner(), copy.name(), copy.descriptor());
            return live != null && MethodDigest.of(live.model()) == copy.digest();
        } catch (IllegalArgumentException e) {
            return false; // whatever the loader takes that file for, it is not what was woven
        }
    }

    private boolean isStable(StableField field) {
        try {
            DeclaredField live = DeclaredField.find(this::parse, field.owner(), field.name());
            return live != null && live.isStable();
        } catch (IllegalArgumentException e) {
            return false; // whatever the loader takes that file for, it is not what was woven
        }
    }

    private @Nullable ClassModel parse(String internalName) {
        byte[] bytes = files.read(internalName);
        return bytes == null ? null : ClassFile.of().parse(bytes);
    }
}
