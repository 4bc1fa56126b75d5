package org.rfaas.offload.weave.emit;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.attribute.RuntimeVisibleTypeAnnotationsAttribute;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ExceptionCatch;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LineNumber;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.util.ArrayList;
import java.util.List;
import org.rfaas.offload.Offload;

/** Puts call sites before the loops of a method; all else stays where it is. */
public final class WovenMethod implements CodeTransform {
    private static final String OFFLOAD = Offload.class.descriptorString();

    private final List<Site> sites = new ArrayList<>();
    private int position;

    /** A loop, its call site and the labels that the method got for it. */
    private static final class Site {
        private final WovenLoopCode code;
        private final Label entry;
        private final Label plain;
        private final Label exit;
        private boolean isWritten;
        private boolean isLeft;

        Site(WovenLoopCode code, CodeBuilder out) {
            this.code = code;
            this.entry = out.newLabel();
            this.plain = out.newLabel();
            this.exit = out.newLabel();
        }
    }

    private final List<WovenLoopCode> loops;

    /** For one method; used once. */
    public WovenMethod(List<WovenLoopCode> loops) {
        this.loops = loops;
    }

    @Override
    public void atStart(CodeBuilder out) {
        // the builder starts again when jumps turn out to be too far for short ones
        sites.clear();
        position = 0;
        loops.forEach(loop -> sites.add(new Site(loop, out)));
    }

    @Override
    public void accept(CodeBuilder out, CodeElement element) {
        switch (element) {
            // without the annotation nothing is woven twice
            case RuntimeVisibleTypeAnnotationsAttribute annotations ->
                out.with(RuntimeVisibleTypeAnnotationsAttribute.of(annotations.annotations().stream()
                        .filter(one -> !one.annotation().className().equalsString(OFFLOAD))
                        .toList()));
            case ExceptionCatch one ->
                out.exceptionCatch(entryAt(one.tryStart()), entryAt(one.tryEnd()), one.handler(), one.catchType());
            case LabelTarget _, LineNumber _ -> {
                writeSites(out);
                out.with(element);
            }
            case Instruction instruction -> {
                writeSites(out);
                writeRetargeted(out, instruction);
                position++;
            }
            default -> out.with(element);
        }
    }

    private void writeSites(CodeBuilder out) {
        for (Site site : sites) {
            if (position == site.code.exit() && !site.isLeft) {
                site.isLeft = true;
                out.labelBinding(site.exit);
            }
        }
        for (Site site : sites) {
            if (position == site.code.first() && !site.isWritten) {
                site.isWritten = true;
                out.labelBinding(site.entry);
                site.code.writeCall(out, site.plain, site.exit);
                out.labelBinding(site.plain);
                if (site.code.header() != site.code.first()) {
                    out.goto_(site.code.headerLabel());
                }
            }
        }
    }

    /** A call site gets its exceptions caught where the loop does, also if the code so guarded begins or ends there. */
    private Label entryAt(Label label) {
        for (Site site : sites) {
            if (site.code.isFirst(label)) {
                return site.entry;
            }
        }
        return label;
    }

    /** Ways into a loop lead to its call site: jumps, and the cases of a switch around it. */
    private void writeRetargeted(CodeBuilder out, Instruction instruction) {
        switch (instruction) {
            case BranchInstruction branch -> out.branch(branch.opcode(), target(branch.target()));
            case TableSwitchInstruction choice ->
                out.tableswitch(
                        choice.lowValue(), choice.highValue(), target(choice.defaultTarget()), targets(choice.cases()));
            case LookupSwitchInstruction choice ->
                out.lookupswitch(target(choice.defaultTarget()), targets(choice.cases()));
            default -> out.with(instruction);
        }
    }

    private List<SwitchCase> targets(List<SwitchCase> cases) {
        return cases.stream()
                .map(one -> SwitchCase.of(one.caseValue(), target(one.target())))
                .toList();
    }

    private Label target(Label label) {
        for (Site site : sites) {
            boolean isOutside = position < site.code.first() || position >= site.code.end();
            if (isOutside && site.code.isHeader(label)) {
                return site.entry;
            }
        }
        return label;
    }
}
