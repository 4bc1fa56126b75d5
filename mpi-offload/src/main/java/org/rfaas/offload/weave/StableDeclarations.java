package org.rfaas.offload.weave;

import java.lang.classfile.ClassModel;
import java.lang.classfile.FieldModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.TypeAnnotation;
import java.lang.classfile.TypeKind;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.constant.ClassDesc;
import java.lang.reflect.AccessFlag;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rfaas.offload.weave.analysis.ClassFinder;
import org.rfaas.offload.weave.analysis.Source;
import org.rfaas.offload.weave.emit.StableArrays;

/** Arrays declared {@code @In(stable = true)}: parameters and local variables of a method, fields of any class. */
final class StableDeclarations implements StableArrays {
    private final ClassFinder classes;
    private final Set<Integer> slots = new HashSet<>();

    StableDeclarations(ClassFinder classes, MethodModel method) {
        this.classes = classes;
        for (TypeAnnotation one : Annotations.onTypes(method, Annotations.IN)) {
            if (Annotations.isSet(one.annotation(), "stable")
                    && one.targetInfo() instanceof TypeAnnotation.FormalParameterTarget parameter) {
                slots.add(slotOf(method, parameter.formalParameterIndex()));
            }
        }
        if (method.code().orElse(null) instanceof CodeAttribute code) {
            for (TypeAnnotation one : Annotations.onTypes(code, Annotations.IN)) {
                if (Annotations.isSet(one.annotation(), "stable")
                        && one.targetInfo() instanceof TypeAnnotation.LocalVarTarget local) {
                    local.table().forEach(range -> slots.add(range.index()));
                }
            }
        }
    }

    @Override
    public boolean isStable(Source source) {
        return switch (source) {
            case Source.Local local -> slots.contains(local.slot());
            case Source.Field field -> isStable(field.owner(), field.name());
            case Source.Static field -> isStable(field.owner(), field.name());
            case Source.Length _ -> false;
        };
    }

    private boolean isStable(ClassDesc owner, String name) {
        String descriptor = owner.descriptorString();
        @Nullable ClassModel model = classes.find(descriptor.substring(1, descriptor.length() - 1));
        if (model == null) {
            return false;
        }
        for (FieldModel field : model.fields()) {
            if (field.fieldName().equalsString(name)) {
                return Annotations.onTypes(field, Annotations.IN).stream()
                        .anyMatch(one -> Annotations.isSet(one.annotation(), "stable"));
            }
        }
        return false;
    }

    private static int slotOf(MethodModel method, int parameter) {
        int slot = method.flags().has(AccessFlag.STATIC) ? 0 : 1;
        for (int k = 0; k < parameter; k++) {
            slot += TypeKind.from(method.methodTypeSymbol().parameterType(k)).slotSize();
        }
        return slot;
    }
}
