package org.rfaas.offload.weave;

import java.lang.classfile.Annotation;
import java.lang.classfile.AnnotationElement;
import java.lang.classfile.AnnotationValue;
import java.lang.classfile.AttributedElement;
import java.lang.classfile.Attributes;
import java.lang.classfile.MethodModel;
import java.lang.classfile.TypeAnnotation;
import java.lang.constant.ConstantDescs;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rfaas.offload.Offload;

/** Finds the product's annotations in class files. */
final class Annotations {
    static final String OFFLOAD = Offload.class.descriptorString();

    private Annotations() {}

    /** {@code @Offload} on a method. */
    static @Nullable Annotation onMethod(MethodModel method) {
        return method.findAttribute(Attributes.runtimeVisibleAnnotations()).stream()
                .flatMap(all -> all.annotations().stream())
                .filter(one -> one.className().equalsString(OFFLOAD))
                .findFirst()
                .orElse(null);
    }

    /** {@code @Offload} on local variables. */
    static List<TypeAnnotation> onVariables(AttributedElement code) {
        List<TypeAnnotation> found = new ArrayList<>();
        code.findAttribute(Attributes.runtimeVisibleTypeAnnotations())
                .ifPresent(all -> found.addAll(all.annotations()));
        found.removeIf(one -> !one.annotation().className().equalsString(OFFLOAD));
        return found;
    }

    /** {@code @Offload} on the type of something in a class, or of a parameter of a method, where there is no loop. */
    static boolean isMisplaced(AttributedElement element) {
        return element.findAttribute(Attributes.runtimeVisibleTypeAnnotations()).stream()
                .flatMap(all -> all.annotations().stream())
                .filter(one -> one.annotation().className().equalsString(OFFLOAD))
                // what is on a method is on the type of its result as well, but on that of a constructor alone
                .anyMatch(one -> one.targetInfo().targetType() != TypeAnnotation.TargetType.METHOD_RETURN
                        || (element instanceof MethodModel method
                                && method.methodName().equalsString(ConstantDescs.INIT_NAME)));
    }

    static boolean isSet(Annotation annotation, String element) {
        for (AnnotationElement one : annotation.elements()) {
            if (one.name().equalsString(element) && one.value() instanceof AnnotationValue.OfBoolean value) {
                return value.booleanValue();
            }
        }
        return false;
    }
}
