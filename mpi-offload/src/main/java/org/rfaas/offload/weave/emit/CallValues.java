package org.rfaas.offload.weave.emit;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.rfaas.offload.weave.analysis.AnalysedLoop;
import org.rfaas.offload.weave.analysis.Captures;
import org.rfaas.offload.weave.analysis.LoopShape;
import org.rfaas.offload.weave.analysis.Source;

/** Which values a call hands over, and in what order: arrays, then objects for the local body; scalars. */
final class CallValues {
    private final LoopShape shape;
    private final Captures captures;
    private final List<Source> references = new ArrayList<>();

    CallValues(AnalysedLoop loop) {
        this.captures = loop.captures();
        this.shape = loop.shape();
        references.addAll(captures.arrays());
        references.addAll(loop.localObjects());
    }

    List<Source> references() {
        return references;
    }

    List<Source> scalars() {
        return captures.scalars();
    }

    /** Pushes a value as the rank has it before the loop. */
    static void push(CodeBuilder out, Source source) {
        switch (source) {
            case Source.Local(int slot, ClassDesc type) ->
                out.loadLocal(TypeKind.from(type).asLoadable(), slot);
            case Source.Field(Source object, ClassDesc owner, String name, ClassDesc type) -> {
                push(out, object);
                out.getfield(owner, name, type);
            }
            case Source.Static(ClassDesc owner, String name, ClassDesc type) -> out.getstatic(owner, name, type);
            case Source.Length(Source array) -> {
                push(out, array);
                out.arraylength();
            }
        }
    }

    /** A value as the source names it. */
    String describe(Source source) {
        return switch (source) {
            case Source.Local local -> shape.code().nameOf(local.slot(), shape.header());
            case Source.Field field -> describe(field.object()) + "." + field.name();
            case Source.Static field -> field.owner().displayName() + "." + field.name();
            case Source.Length length -> describe(length.array()) + ".length";
        };
    }

    /**
     * What must not be null for the values to be had, outer objects first, and objects of static fields last: to read those
     * may initialise a class that is initialised already if the others are there.
     */
    List<Source> mustExist() {
        List<Source> sources = new ArrayList<>(captures.objects());
        sources.sort(Comparator.comparing(source -> source.root() instanceof Source.Static));
        for (Source scalar : captures.scalars()) {
            if (scalar instanceof Source.Length(Source array) && !sources.contains(array)) {
                sources.add(array);
            }
        }
        return sources;
    }

    Map<Source, ClassDesc> exactTypes() {
        return captures.exactTypes();
    }
}
