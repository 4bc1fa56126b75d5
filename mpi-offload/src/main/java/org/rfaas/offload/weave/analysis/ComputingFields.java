package org.rfaas.offload.weave.analysis;

import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.reflect.AccessFlag;

/**
 * Fields of code that only computes: it has the static ones of the class that it initialises for itself, and may read final
 * ones of classes whose own initialisation nobody can see, since these have one value at any time.
 */
final class ComputingFields {
    private final ClassFinder classes;
    private final Initialisers initialisers;
    private final String initialised;
    private final boolean mayAssign;

    /**
     * For one initialiser, or a method that it calls.
     *
     * @param initialised the class that is initialised
     * @param mayAssign whether the code may assign that class's fields
     */
    ComputingFields(ClassFinder classes, Initialisers initialisers, String initialised, boolean mayAssign) {
        this.classes = classes;
        this.initialisers = initialisers;
        this.initialised = initialised;
        this.mayAssign = mayAssign;
    }

    void apply(FieldInstruction field, KnownValues values) throws ObservableException {
        String name = field.name().stringValue();
        String text =
                "field '" + name + "' of " + field.owner().asInternalName().replace('/', '.');
        boolean isRead = field.opcode() == Opcode.GETSTATIC;
        ClassFinder.FoundField found = classes.findField(field.owner().asInternalName(), name);
        if (found == null) {
            throw new ObservableException("uses " + text + ", which was not found");
        }
        String declaring = found.owner().thisClass().asInternalName();
        boolean isOwn = declaring.equals(initialised);
        TypeKind type = TypeKind.from(field.typeSymbol()).asLoadable();
        if (isRead && isOwn) {
            values.push(values.field(name, type));
        } else if (isRead) {
            requireConstant(found, declaring, text);
            values.push(Known.of(type));
        } else if (field.opcode() == Opcode.PUTSTATIC && isOwn && mayAssign) {
            values.field(name, values.pop());
        } else {
            throw new ObservableException((field.opcode() == Opcode.PUTSTATIC ? "assigns " : "uses ") + text);
        }
    }

    private void requireConstant(ClassFinder.FoundField found, String declaring, String text)
            throws ObservableException {
        if (!found.model().flags().has(AccessFlag.FINAL) || PureCallees.isPlatform(declaring)) {
            throw new ObservableException("reads " + text + ", which may change");
        }
        if (initialisers.findProblem(declaring) != null) {
            throw new ObservableException("reads " + text + ", whose initialiser does more than that");
        }
    }
}
