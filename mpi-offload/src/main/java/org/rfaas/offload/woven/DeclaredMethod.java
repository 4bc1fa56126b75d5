package org.rfaas.offload.woven;

import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A method where it is declared.
 *
 * @param owner internal name of the class that declares it
 * @param type that class
 */
public record DeclaredMethod(String owner, ClassModel type, MethodModel model) {
    /**
     * The method that a call means: in the class that it names, or in the nearest one above; none if it, or one of these
     * classes, is not found.
     *
     * @param classes finds a class by internal name
     * @param named internal name of the class that the call names
     */
    public static @Nullable DeclaredMethod find(
            Function<String, @Nullable ClassModel> classes, String named, String name, String descriptor) {
        String owner = named;
        while (owner != null) {
            ClassModel type = classes.apply(owner);
            if (type == null) {
                return null;
            }
            for (MethodModel candidate : type.methods()) {
                if (candidate.methodName().equalsString(name)
                        && candidate.methodType().equalsString(descriptor)) {
                    return new DeclaredMethod(owner, type, candidate);
                }
            }
            owner = type.superclass().map(above -> above.asInternalName()).orElse(null);
        }
        return null;
    }
}
