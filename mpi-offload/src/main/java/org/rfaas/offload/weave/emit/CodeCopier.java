package org.rfaas.offload.weave.emit;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import org.rfaas.offload.weave.code.MethodCode;

/**
 * Labels and line numbers of code that is written again, position by position, from the first to the last: who copies it says
 * what stands at each.
 */
final class CodeCopier {
    private final CodeBuilder out;
    private final MethodCode code;
    private final int first;
    private final Label[] labels;
    private int line;

    /** For the positions {@code [first, end)} of a method; the end has a label, too. */
    CodeCopier(CodeBuilder out, MethodCode code, int first, int end) {
        this.out = out;
        this.code = code;
        this.first = first;
        this.labels = new Label[end - first + 1];
        for (int k = 0; k < labels.length; k++) {
            labels[k] = out.newLabel();
        }
    }

    /** Where the copy of a position, or the end, is. */
    Label label(int position) {
        return labels[position - first];
    }

    /** What is written next is at a position, or at the end. */
    void bind(int position) {
        out.labelBinding(label(position));
    }

    /** Notes the line of a position unless it is that of the one before. */
    void writeLine(int position) {
        if (code.line(position) != line && code.line(position) > 0) {
            line = code.line(position);
            out.lineNumber(line);
        }
    }

    /** Writes an instruction as it is, with its jumps to where their targets are now. */
    void write(int position, int base) {
        Ops.write(out, code.op(position), base, this::label);
    }
}
