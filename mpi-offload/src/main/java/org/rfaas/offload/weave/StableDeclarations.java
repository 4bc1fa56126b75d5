package org.rfaas.offload.weave;

import java.lang.classfile.MethodModel;
import java.lang.classfile.TypeAnnotation;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.constant.ClassDesc;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.rfaas.offload.weave.analysis.ClassFinder;
import org.rfaas.offload.weave.analysis.LoopShape;
import org.rfaas.offload.weave.analysis.RefusalException;
import org.rfaas.offload.weave.analysis.Source;
import org.rfaas.offload.weave.code.Scope;
import org.rfaas.offload.weave.emit.StableSources;
import org.rfaas.offload.woven.DeclaredField;
import org.rfaas.offload.woven.StableAnnotations;

/**
 * Arrays that a loop may take for stable, {@code @In(stable = true)}: parameters of its method, local variables whose scope
 * it is in, fields of any class.
 */
final class StableDeclarations implements StableSources {
    private final ClassFinder classes;
    private final Set<Integer> slots = new HashSet<>();

    StableDeclarations(ClassFinder classes, MethodModel method, LoopShape shape) throws RefusalException {
        this.classes = classes;
        for (TypeAnnotation one : StableAnnotations.on(method)) {
            if (one.targetInfo() instanceof TypeAnnotation.FormalParameterTarget parameter) {
                slots.add(ParameterSlots.slotOf(method, parameter.formalParameterIndex(), shape.line()));
            }
        }
        if (method.code().orElse(null) instanceof CodeAttribute code) {
            for (TypeAnnotation one : StableAnnotations.on(code)) {
                if (one.targetInfo() instanceof TypeAnnotation.LocalVarTarget local) {
                    addLocal(Scope.of(local, code, shape.code().positions()), shape);
                }
            }
        }
    }

    private void addLocal(List<Scope> scopes, LoopShape shape) throws RefusalException {
        if (scopes.isEmpty()) {
            throw new RefusalException(
                    shape.line(),
                    "the class file does not say where a local variable with @In(stable = true) lives; weave it as the compiler"
                            + " wrote it, or annotate a parameter or a field");
        }
        for (Scope scope : scopes) {
            if (scope.contains(shape.header())) {
                slots.add(scope.slot());
            } else if (shape.loop().contains(scope.start())) {
                throw new RefusalException(
                        shape.code().line(scope.start()),
                        "'" + shape.code().nameOf(scope.slot(), scope.start())
                                + "' is declared in the offloaded loop and cannot be stable; annotate the array it comes from");
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
        DeclaredField field = classes.findField(ClassFinder.internalName(owner), name);
        return field != null && field.isStable();
    }
}
