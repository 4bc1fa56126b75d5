package org.rfaas.offload.weave.analysis;

import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.constant.ClassDesc;
import java.lang.reflect.AccessFlag;
import org.jspecify.annotations.Nullable;
import org.rfaas.offload.index.Polynomial;
import org.rfaas.offload.index.Symbol;
import org.rfaas.offload.weave.code.MethodCode;
import org.rfaas.offload.woven.DeclaredField;

/** Fields: read once before the loop, which is the same as reading them in it, since the loop assigns none. */
final class FieldRules {
    private final MethodCode code;
    private final ClassFinder classes;
    private final BodyFacts facts;
    private final Visibility visibility;
    private final ClassUses uses;

    FieldRules(MethodCode code, ClassFinder classes, BodyFacts facts, Visibility visibility, ClassUses uses) {
        this.code = code;
        this.classes = classes;
        this.facts = facts;
        this.visibility = visibility;
        this.uses = uses;
    }

    void apply(int at, FieldInstruction field, Frame frame) throws RefusalException {
        ClassDesc owner = field.owner().asSymbol();
        ClassDesc type = field.typeSymbol();
        String name = field.name().stringValue();
        requireOneValue(classes, field, code.line(at));
        switch (field.opcode()) {
            case GETSTATIC -> {
                if (Assertions.isQuestion(field) && !visibility.sees(owner, name, null)) {
                    throw new RefusalException(code.line(at), "a called method has an assert; " + Assertions.REMEDY);
                }
                requireVisible(at, owner, name, null);
                uses.readField(code.line(at), ClassFinder.internalName(owner), name);
                Source source = new Source.Static(owner, name, type);
                if (type.isPrimitive()) {
                    int scalar = facts.captures.scalar(source, name);
                    facts.rewrites.put(at, new Rewrite.Scalar(scalar));
                    frame.push(scalarValue(type, scalar));
                } else {
                    facts.rewrites.put(at, new Rewrite.Placeholder());
                    frame.push(reference(code.line(at), source, name, facts));
                }
            }
            case GETFIELD -> {
                if (!(frame.pop() instanceof Value.ObjectOf(Source object))) {
                    throw new RefusalException(
                            code.line(at),
                            "cannot tell whose field '" + name + "' is; copy it into a local variable before the loop");
                }
                requireVisible(at, owner, name, object.valueType());
                facts.captures.object(object);
                Source source = new Source.Field(object, owner, name, type);
                if (type.isPrimitive()) {
                    int scalar = facts.captures.scalar(source, name);
                    facts.rewrites.put(at, new Rewrite.ScalarInstead(scalar));
                    frame.push(scalarValue(type, scalar));
                } else {
                    facts.rewrites.put(at, new Rewrite.Same());
                    frame.push(reference(code.line(at), source, name, facts));
                }
            }
            default ->
                throw new RefusalException(
                        code.line(at),
                        "field '" + name
                                + "' is assigned in the loop; use a local variable, or an array element for each"
                                + " iteration");
        }
    }

    /** What other threads write to a volatile field the rank would see, and workers would not. */
    static void requireOneValue(ClassFinder classes, FieldInstruction field, int line) throws RefusalException {
        String name = field.name().stringValue();
        DeclaredField found = classes.findField(field.owner().asInternalName(), name);
        if (found != null && found.model().flags().has(AccessFlag.VOLATILE)) {
            throw new RefusalException(
                    line, "'" + name + "' is volatile; read it into a local variable before the loop");
        }
    }

    private void requireVisible(int at, ClassDesc owner, String name, @Nullable ClassDesc object)
            throws RefusalException {
        if (!visibility.sees(owner, name, object)) {
            throw new RefusalException(
                    code.line(at),
                    "a called method reads the field '" + name + "' of " + owner.displayName()
                            + ", which is not visible here; pass the value as an argument");
        }
    }

    static Value scalarValue(ClassDesc type, int scalar) {
        TypeKind kind = TypeKind.from(type);
        boolean isNarrow = kind.asLoadable() == TypeKind.INT && kind != TypeKind.BOOLEAN;
        boolean isInteger = kind == TypeKind.LONG || isNarrow;
        return new Value.Quantity(kind.slotSize(), isInteger ? Polynomial.of(Symbol.scalar(scalar)) : null);
    }

    static Value reference(int line, Source source, String name, BodyFacts facts) throws RefusalException {
        ClassDesc type = source.valueType();
        if (!type.isArray()) {
            return new Value.ObjectOf(source);
        }
        ClassDesc element = type.componentType();
        ClassDesc innermost = element.isArray() ? element.componentType() : element;
        if (innermost.isArray()) {
            throw new RefusalException(
                    line,
                    "'" + name + "' is of type " + type.displayName()
                            + "; arrays have at most two dimensions in an offloaded loop, use a flat one with an index as"
                            + " (i * n + j) * m + k, or take the part that the loop is about, as u[k], into a variable before it");
        }
        if (!innermost.isPrimitive()) {
            throw new RefusalException(
                    line,
                    "'" + name + "' is of type " + type.displayName()
                            + "; an offloaded loop can use arrays of primitives, and arrays of such rows");
        }
        if (innermost.descriptorString().equals("Z")) {
            throw new RefusalException(
                    line,
                    "'" + name + "' is an array of boolean, which workers cannot use; make it "
                            + type.displayName().replace("boolean", "byte"));
        }
        return new Value.ArrayOf(facts.captures.array(source, name));
    }
}
