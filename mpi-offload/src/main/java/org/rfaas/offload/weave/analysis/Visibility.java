package org.rfaas.offload.weave.analysis;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassModel;
import java.lang.classfile.FieldModel;
import java.lang.constant.ClassDesc;
import java.lang.reflect.AccessFlag;

/** Whether the class with the loop may read a field that inlined code of another class reads. */
final class Visibility {
    private final ClassFinder classes;
    private final ClassDesc self;

    Visibility(ClassFinder classes, ClassDesc self) {
        this.classes = classes;
        this.self = self;
    }

    boolean sees(ClassDesc owner, String name) {
        if (owner.equals(self)) {
            return true;
        }
        ClassFinder.FoundField field = classes.findField(ClassFinder.internalName(owner), name);
        // what is not found was accepted by the compiler and not inlined
        return field == null || sees(field.owner(), field.model());
    }

    private boolean sees(ClassModel owner, FieldModel field) {
        ClassDesc declaring = owner.thisClass().asSymbol();
        boolean isNeighbour = declaring.packageName().equals(self.packageName());
        if (field.flags().has(AccessFlag.PRIVATE)) {
            return nest(owner).equals(nestOfSelf());
        }
        // the class named in the instruction may be public where the declaring one is not, so that is not asked
        return isNeighbour
                || field.flags().has(AccessFlag.PUBLIC)
                || field.flags().has(AccessFlag.PROTECTED);
    }

    private String nestOfSelf() {
        ClassModel model = classes.find(ClassFinder.internalName(self));
        return model == null ? ClassFinder.internalName(self) : nest(model);
    }

    private static String nest(ClassModel model) {
        return model.findAttribute(Attributes.nestHost())
                .map(host -> host.nestHost().asInternalName())
                .orElse(model.thisClass().asInternalName());
    }
}
