package org.rfaas.offload.woven;

import java.lang.classfile.Annotation;
import java.lang.classfile.AnnotationValue;
import java.lang.classfile.AttributedElement;
import java.lang.classfile.Attributes;
import java.lang.classfile.TypeAnnotation;
import java.util.List;
import org.rfaas.offload.In;

/** Finds {@code @In(stable = true)} in class files. */
public final class StableAnnotations {
    private static final String IN = In.class.descriptorString();

    private StableAnnotations() {}

    /** Those on a field, on parameters of a method, or on local variables of code. */
    public static List<TypeAnnotation> on(AttributedElement element) {
        return element.findAttribute(Attributes.runtimeVisibleTypeAnnotations()).stream()
                .flatMap(all -> all.annotations().stream())
                .filter(one -> isStable(one.annotation()))
                .toList();
    }

    private static boolean isStable(Annotation annotation) {
        return annotation.className().equalsString(IN)
                && annotation.elements().stream()
                        .anyMatch(element -> element.name().equalsString("stable")
                                && element.value() instanceof AnnotationValue.OfBoolean value
                                && value.booleanValue());
    }
}
