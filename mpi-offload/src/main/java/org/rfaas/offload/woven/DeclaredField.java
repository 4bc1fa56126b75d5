package org.rfaas.offload.woven;

import java.lang.classfile.ClassModel;
import java.lang.classfile.FieldModel;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A field where it is declared.
 *
 * @param owner the class that declares it
 */
public record DeclaredField(ClassModel owner, FieldModel model) {
    /**
     * The field that an instruction means: in the class that it names, in its interfaces, or above it; none if it, or a class
     * on the way, is not found.
     *
     * @param classes finds a class by internal name
     * @param named internal name of the class that the instruction names
     */
    public static @Nullable DeclaredField find(
            Function<String, @Nullable ClassModel> classes, String named, String name) {
        ClassModel type = classes.apply(named);
        if (type == null) {
            return null;
        }
        for (FieldModel candidate : type.fields()) {
            if (candidate.fieldName().equalsString(name)) {
                return new DeclaredField(type, candidate);
            }
        }
        return Stream.concat(type.interfaces().stream(), type.superclass().stream())
                .map(above -> find(classes, above.asInternalName(), name))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** Whether it is declared with {@code @In(stable = true)}. */
    public boolean isStable() {
        return !StableAnnotations.on(model).isEmpty();
    }
}
