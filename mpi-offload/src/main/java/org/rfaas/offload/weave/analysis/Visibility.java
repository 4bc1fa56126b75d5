package org.rfaas.offload.weave.analysis;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassModel;
import java.lang.classfile.FieldModel;
import java.lang.constant.ClassDesc;
import java.lang.reflect.AccessFlag;
import org.jspecify.annotations.Nullable;
import org.rfaas.offload.woven.DeclaredField;

/** Whether the class with the loop may name what inlined code of another class names. */
final class Visibility {
    private final ClassFinder classes;
    private final ClassDesc self;

    Visibility(ClassFinder classes, ClassDesc self) {
        this.classes = classes;
        this.self = self;
    }

    /** Whether it may name a class. */
    boolean sees(ClassDesc type) {
        ClassModel model = classes.find(ClassFinder.internalName(type));
        // what is not found was accepted by the compiler and not inlined
        return model == null || isNeighbour(type) || model.flags().has(AccessFlag.PUBLIC);
    }

    /**
     * Whether it may read a field.
     *
     * @param owner class that the instruction names
     * @param object type of the object whose field it is; none for a static field
     */
    boolean sees(ClassDesc owner, String name, @Nullable ClassDesc object) {
        if (owner.equals(self)) {
            return true;
        }
        DeclaredField field = classes.findField(ClassFinder.internalName(owner), name);
        return field == null || (sees(owner) && sees(field.owner(), field.model(), object));
    }

    private boolean sees(ClassModel owner, FieldModel field, @Nullable ClassDesc object) {
        ClassDesc declaring = owner.thisClass().asSymbol();
        if (field.flags().has(AccessFlag.PRIVATE)) {
            return nest(owner).equals(nestOfSelf());
        }
        // as the verifier has it: what is protected only of objects that are of the reading class, too
        boolean isInherited = field.flags().has(AccessFlag.PROTECTED)
                && isBelow(self, declaring)
                && (object == null || isBelow(object, self));
        return isNeighbour(declaring) || field.flags().has(AccessFlag.PUBLIC) || isInherited;
    }

    private boolean isNeighbour(ClassDesc type) {
        return type.packageName().equals(self.packageName());
    }

    /** Whether a class is another one or extends it. */
    private boolean isBelow(ClassDesc type, ClassDesc above) {
        String name = ClassFinder.internalName(type);
        while (!name.equals(ClassFinder.internalName(above))) {
            ClassModel model = classes.find(name);
            if (model == null || model.superclass().isEmpty()) {
                return false;
            }
            name = model.superclass().get().asInternalName();
        }
        return true;
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
