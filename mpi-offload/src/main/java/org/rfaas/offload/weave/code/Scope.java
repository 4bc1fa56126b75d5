package org.rfaas.offload.weave.code;

import java.lang.classfile.TypeAnnotation;
import java.lang.classfile.attribute.CodeAttribute;
import java.util.List;

/** Where a local variable has its slot: at {@code [start, end)}; elsewhere the slot may be another one's. */
public record Scope(int slot, int start, int end) {
    private static final int MAX_SHORT_CODE_BYTES = Short.MAX_VALUE;

    /** Of an annotated variable; several where the compiler copies code, as it does with {@code finally}. */
    public static List<Scope> of(TypeAnnotation.LocalVarTarget variable, CodeAttribute code, Positions positions) {
        List<TypeAnnotation.LocalVarTargetInfo> ranges = variable.table();
        if (code.codeLength() > MAX_SHORT_CODE_BYTES && MethodCode.hasFarJumps(code)) {
            // javac has generated the code twice and left the first attempt's ranges in the table, before the others
            ranges = ranges.subList(ranges.size() / 2, ranges.size());
        }
        return ranges.stream()
                .filter(range -> positions.knows(range.startLabel()) && positions.knows(range.endLabel()))
                .map(range ->
                        new Scope(range.index(), positions.of(range.startLabel()), positions.of(range.endLabel())))
                .toList();
    }

    public boolean contains(int position) {
        return start <= position && position < end;
    }
}
