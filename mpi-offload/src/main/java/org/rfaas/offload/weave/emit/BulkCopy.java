package org.rfaas.offload.weave.emit;

import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.rfaas.offload.woven.ElementType;

/** One of {@link BulkCopies}: what it takes, and in which of its parameters. */
record BulkCopy(WindowForm form, ElementType type, Side source, Side target) {
    /** Where elements are copied from or to. */
    enum Side {
        /** An array that the iteration made. */
        SCRATCH,
        /** A window of elements. */
        ELEMENTS,
        /** A row of a window of rows. */
        ROW
    }

    private static final ClassDesc INT = ConstantDescs.CD_int;
    private static final int SOURCE = 0;
    private static final int TARGET = 2;
    static final int COUNT = 4;
    private static final int FIRST_WINDOW = 5;

    String name() {
        return "copy" + WindowForm.capitalised(type);
    }

    MethodTypeDesc signature() {
        List<ClassDesc> parameters = new ArrayList<>();
        for (Side side : List.of(source, target)) {
            parameters.add(
                    switch (side) {
                        case SCRATCH -> array();
                        case ELEMENTS -> ConstantDescs.CD_Object;
                        case ROW -> INT;
                    });
            parameters.add(INT);
        }
        parameters.add(INT);
        for (Side side : List.of(source, target)) {
            if (side != Side.SCRATCH) {
                parameters.add(window(side));
                parameters.addAll(Collections.nCopies(1 + form.bounds(side == Side.ROW), INT));
            }
        }
        return MethodTypeDesc.of(ConstantDescs.CD_void, parameters);
    }

    ClassDesc array() {
        return WindowForm.primitive(type).arrayType();
    }

    ClassDesc window(Side side) {
        return form.window(type, side == Side.ROW);
    }

    Place from() {
        return new Place(source, SOURCE, FIRST_WINDOW);
    }

    Place to() {
        int own = source == Side.SCRATCH ? 0 : 2 + form.bounds(source == Side.ROW);
        return new Place(target, TARGET, FIRST_WINDOW + own);
    }

    /** Where a method has what it needs of one side. */
    record Place(Side side, int arrayOrRow, int window) {
        int index() {
            return arrayOrRow + 1;
        }

        int origin() {
            return window + 1;
        }

        int length() {
            return window + 2;
        }

        int rows() {
            return window + 3;
        }
    }
}
