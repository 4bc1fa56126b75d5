package org.rfaas.offload.weave.analysis;

import java.lang.classfile.Opcode;
import org.jspecify.annotations.Nullable;

/** How two integers compare. */
enum Relation {
    LT,
    LE,
    GT,
    GE,
    EQ,
    NE;

    /** The relation of a branch on integers, of which the second is 0 for some; none for branches on references. */
    static @Nullable Relation of(Opcode opcode) {
        return switch (opcode) {
            case IFLT, IF_ICMPLT -> LT;
            case IFLE, IF_ICMPLE -> LE;
            case IFGT, IF_ICMPGT -> GT;
            case IFGE, IF_ICMPGE -> GE;
            case IFEQ, IF_ICMPEQ -> EQ;
            case IFNE, IF_ICMPNE -> NE;
            default -> null;
        };
    }

    Relation negated() {
        return switch (this) {
            case LT -> GE;
            case LE -> GT;
            case GT -> LE;
            case GE -> LT;
            case EQ -> NE;
            case NE -> EQ;
        };
    }

    /** The same, said of the second and the first. */
    Relation swapped() {
        return switch (this) {
            case LT -> GT;
            case LE -> GE;
            case GT -> LT;
            case GE -> LE;
            case EQ, NE -> this;
        };
    }
}
