package org.rfaas.offload.weave;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.TypeKind;
import java.lang.classfile.attribute.InnerClassInfo;
import java.lang.classfile.attribute.MethodParameterInfo;
import java.lang.classfile.attribute.MethodParametersAttribute;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.reflect.AccessFlag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rfaas.offload.weave.analysis.RefusalException;

/**
 * Where the parameters of a method live. Annotations number those that the source has; the descriptor also has what compilers
 * put in front of them, the outer object of an inner class, name and ordinal of an enum's constant, and behind them, the
 * variables that a local class captures.
 */
final class ParameterSlots {
    private static final ClassDesc RECORD = ClassDesc.of("java.lang.Record");

    private ParameterSlots() {}

    /**
     * Slot of a parameter.
     *
     * @param parameter its number in the source
     * @param line where to say that it cannot be told
     */
    static int slotOf(MethodModel method, int parameter, int line) throws RefusalException {
        int slot = method.flags().has(AccessFlag.STATIC) ? 0 : 1;
        int end = addedInFront(method, line) + parameter;
        for (int k = 0; k < end; k++) {
            slot += TypeKind.from(method.methodTypeSymbol().parameterType(k)).slotSize();
        }
        return slot;
    }

    private static int addedInFront(MethodModel method, int line) throws RefusalException {
        if (method.flags().has(AccessFlag.SYNTHETIC)) {
            throw new RefusalException(
                    line,
                    "the class file does not say which parameter of a lambda has @In(stable = true); assign it to a local"
                            + " variable that has the annotation");
        }
        ClassModel owner = method.parent().orElseThrow();
        if (!method.methodName().equalsString(ConstantDescs.INIT_NAME) || extendsClass(owner, RECORD)) {
            return 0;
        }
        MethodParametersAttribute told =
                method.findAttribute(Attributes.methodParameters()).orElse(null);
        if (told != null) {
            return (int) told.parameters().stream()
                    .takeWhile(ParameterSlots::isAdded)
                    .count();
        }
        if (extendsClass(owner, ConstantDescs.CD_Enum)) {
            return 2;
        }
        InnerClassInfo inner = innerClass(owner);
        if (inner == null || inner.has(AccessFlag.STATIC)) {
            return 0;
        }
        if (inner.outerClass().isPresent()) {
            return 1;
        }
        List<ClassDesc> types = method.methodTypeSymbol().parameterList();
        ClassDesc enclosing = owner.findAttribute(Attributes.enclosingMethod())
                .map(attribute -> attribute.enclosingClass().asSymbol())
                .orElse(null);
        if (types.getFirst().equals(enclosing)) {
            throw new RefusalException(
                    line,
                    "the class file does not say which parameter of a local class's constructor has @In(stable = true); compile"
                            + " with -parameters, or assign it to a local variable that has the annotation");
        }
        return 0;
    }

    private static boolean isAdded(MethodParameterInfo parameter) {
        return parameter.has(AccessFlag.SYNTHETIC) || parameter.has(AccessFlag.MANDATED);
    }

    private static boolean extendsClass(ClassModel owner, ClassDesc above) {
        return owner.superclass()
                .map(ClassEntry::asSymbol)
                .filter(above::equals)
                .isPresent();
    }

    private static @Nullable InnerClassInfo innerClass(ClassModel owner) {
        return owner.findAttribute(Attributes.innerClasses()).stream()
                .flatMap(attribute -> attribute.classes().stream())
                .filter(info -> info.innerClass().equals(owner.thisClass()))
                .findFirst()
                .orElse(null);
    }
}
