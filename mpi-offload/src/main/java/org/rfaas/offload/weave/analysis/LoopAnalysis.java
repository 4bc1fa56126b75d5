package org.rfaas.offload.weave.analysis;

import java.lang.classfile.CodeModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.constant.ClassDesc;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.rfaas.offload.weave.code.ControlFlow;
import org.rfaas.offload.weave.code.Liveness;
import org.rfaas.offload.weave.code.MethodCode;
import org.rfaas.offload.weave.code.NaturalLoop;
import org.rfaas.offload.weave.code.Op;
import org.rfaas.offload.woven.ElementType;
import org.rfaas.offload.woven.Reduction;

/** The whole proof for one loop: shape, calls, body, reductions, uses. */
public final class LoopAnalysis {
    private final ClassFinder classes;
    private final ClassDesc self;
    private final CodeModel model;
    private final ControlFlow flow;
    private final MethodCode code;
    private final Liveness liveness;

    /**
     * For the loops of one method.
     *
     * @param self the class it is in
     */
    public LoopAnalysis(ClassFinder classes, ClassDesc self, CodeModel model) {
        this.classes = classes;
        this.self = self;
        this.model = model;
        this.code = MethodCode.of(model);
        this.flow = new ControlFlow(code);
        this.liveness = new Liveness(flow);
    }

    public ControlFlow flow() {
        return flow;
    }

    /** Analyses a loop, or says why it cannot be offloaded. */
    public AnalysedLoop analyse(LoopShape shape, boolean mayReassociate) throws RefusalException {
        Map<Integer, ClassDesc> entryTypes = EntryTypes.at(model, code, shape.header());
        Set<Integer> assigned = new TreeSet<>();
        shape.loop().positions().stream()
                .map(at -> code.op(at).assignedSlot())
                .filter(slot -> slot >= 0)
                .forEach(assigned::add);
        requireUnreadWhenCaught(shape, assigned);
        Map<Integer, ElementType> carried = carried(shape, assigned, entryTypes);
        RunningIndices indices = new RunningIndices(flow, shape, liveness);
        List<RunningIndex> running = indices.among(carried.keySet());
        running.forEach(index -> carried.remove(index.slot()));
        Reductions reductions = new Reductions(carried, flags(shape, carried.keySet()));

        TakenOver takenOver = new TakenOver(classes, self);
        ClassUses classUses = classUses(shape);
        ScratchCalls scratchCalls = new ScratchCalls(
                flow, shape.loop(), new PureCallees(classes, new TakenOver(classes, self), classUses(shape)));
        Expansion expansion = new Inliner(classes, takenOver, classUses, scratchCalls).expand(code, shape.loop());
        ControlFlow expanded = new ControlFlow(expansion.code());
        NaturalLoop loop = loopAt(expanded, expansion.positions()[shape.header()], shape.line());
        BodyFacts facts = new BodyFacts(reductions);
        Map<Integer, ClassDesc> captured = new HashMap<>(entryTypes);
        captured.keySet().removeAll(assigned);
        PureCallees callees = new PureCallees(classes, takenOver, classUses);
        CallRules calls = new CallRules(expansion, facts, callees);
        Visibility visibility = new Visibility(classes, self);
        OpRules rules = new OpRules(
                expansion,
                shape.slot(),
                captured,
                facts,
                new InnerBounds(expanded, loop, facts),
                calls,
                visibility,
                new FieldRules(expansion.code(), classes, facts, visibility, classUses));
        Frame start = new Frame();
        start.local(shape.slot(), OpRules.loopVariable());
        reductions.slots().forEach(slot -> start.local(slot, reductions.initial(slot)));
        running.forEach(index -> start.local(index.slot(), indices.value(index, facts.captures)));
        int body = expansion.positions()[shape.body()];
        new BodyWalk(expansion, expanded, loop, facts, rules).run(body, start);
        classUses.requireUnseen(facts.captures.objects());
        facts.captures.arrays().forEach(takenOver::add);

        Map<Integer, Reduction> proved = new TreeMap<>();
        for (Reductions.OfSlot one : reductions.prove(code, shape.loop().first(), mayReassociate)) {
            proved.put(one.slot(), one.reduction());
        }
        Uses uses = new UseBuilder(
                        expansion,
                        facts,
                        new Coverage(expanded, loop, facts.inners),
                        new Independence(new Extremes(facts.inners), shape.step()),
                        new Names(shape.name(), facts))
                .build();
        AnalysedLoop.RemoteCode remote = new AnalysedLoop.RemoteCode(
                expansion.code(),
                loop.first(),
                loop.end(),
                loop.header(),
                expansion.positions()[shape.test()],
                body,
                facts.reached,
                facts.rewrites,
                uses.byPoint(),
                new LinkedHashMap<>(callees.copies()),
                takenOver.ofOtherClasses());
        return new AnalysedLoop(
                shape,
                remote,
                facts.captures,
                localObjects(shape, captured, facts.captures),
                proved,
                running,
                facts.inners.describe(),
                uses.uses(),
                facts.fitInt,
                uses.verdict(),
                liveness.isLive(shape.slot(), shape.exit()));
    }

    /**
     * The local body is the loop as written, which may read more than was captured for workers, as on paths that only fail:
     * scalars are captured now, and other references are returned.
     */
    private List<Source> localObjects(LoopShape shape, Map<Integer, ClassDesc> captured, Captures captures) {
        Map<Integer, Source> read = new TreeMap<>();
        for (int at : shape.loop().positions()) {
            boolean isCondition = at >= shape.header() && at <= shape.test();
            int slot = code.op(at).readSlot();
            ClassDesc type = captured.get(slot);
            if (!isCondition && type != null) {
                read.put(slot, new Source.Local(slot, type));
            }
        }
        List<Source> objects = new ArrayList<>();
        read.forEach((slot, source) -> {
            if (source.valueType().isPrimitive()) {
                captures.scalar(source, code.nameOf(slot, shape.header()));
            } else if (!captures.arrays().contains(source)) {
                objects.add(source);
            }
        });
        return objects;
    }

    /** What is initialised before the first iteration: the class itself, and those whose fields are the bound. */
    private ClassUses classUses(LoopShape shape) throws RefusalException {
        ClassUses uses = new ClassUses(classes, self);
        for (int at : shape.bound()) {
            if (code.op(at) instanceof Op.Plain(FieldInstruction field)) {
                FieldRules.requireOneValue(classes, field, code.line(at));
                if (field.opcode() == Opcode.GETSTATIC) {
                    uses.readBefore(field.owner().asInternalName(), field.name().stringValue());
                }
            }
        }
        return uses;
    }

    /** A call of a loop that throws leaves local variables as they were before it. */
    private void requireUnreadWhenCaught(LoopShape shape, Set<Integer> assigned) throws RefusalException {
        for (MethodCode.Handler handler : code.handlers()) {
            for (int slot : assigned) {
                if (handler.covers(shape.loop()) && liveness.isLive(slot, handler.target())) {
                    throw new RefusalException(
                            shape.line(),
                            "'" + code.nameOf(slot, shape.header())
                                    + "' changes in the loop and is read after an exception of the loop is caught, when nobody"
                                    + " knows its value; assign it in the catch or finally block, or write into an array");
                }
            }
        }
    }

    /** Scalars that an iteration may get from the one before, or that are read after the loop. */
    private Map<Integer, ElementType> carried(
            LoopShape shape, Set<Integer> assigned, Map<Integer, ClassDesc> entryTypes) throws RefusalException {
        Map<Integer, ElementType> carried = new TreeMap<>();
        for (int slot : assigned) {
            if (slot != shape.slot() && liveness.isLive(slot, shape.header())) {
                ClassDesc type = entryTypes.get(slot);
                if (type == null || !type.isPrimitive()) {
                    throw new RefusalException(
                            shape.line(),
                            "'" + code.nameOf(slot, shape.header())
                                    + "' refers to another array or object from one iteration to the next; use one that does"
                                    + " not change in the loop");
                }
                carried.put(slot, ElementType.of(type.descriptorString().charAt(0)));
            }
        }
        return carried;
    }

    private Set<Integer> flags(LoopShape shape, Set<Integer> slots) {
        return slots.stream()
                .filter(slot -> Flags.isOne(flow, shape.header(), slot))
                .collect(Collectors.toSet());
    }

    private static NaturalLoop loopAt(ControlFlow flow, int header, int line) throws RefusalException {
        for (NaturalLoop loop : flow.loops()) {
            if (loop.header() == header) {
                return loop;
            }
        }
        throw new RefusalException(
                line,
                "no iteration of the loop comes to its end, for a method that it calls only throws; throw after the loop");
    }
}
