package org.rfaas.offload.woven;

import java.lang.classfile.Annotation;
import java.lang.classfile.AnnotationValue;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassModel;
import java.lang.classfile.FieldModel;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.rfaas.offload.In;

/**
 * A field where it is declared.
 *
 * @param owner the class that declares it
 */
public record DeclaredField(ClassModel owner, FieldModel model) {
    private static final String IN = In.class.descriptorString();

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
        return model.findAttribute(Attributes.runtimeVisibleTypeAnnotations()).stream()
                .flatMap(all -> all.annotations().stream())
                .anyMatch(one -> isStable(one.annotation()));
    }

    private static boolean isStable(Annotation annotation) {
        return annotation.className().equalsString(IN)
                && annotation.elements().stream()
                        .anyMatch(element -> element.name().equalsString("stable")
                                && element.value() instanceof AnnotationValue.OfBoolean value
                                && value.booleanValue());
    }
}
