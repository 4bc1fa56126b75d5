package org.rfaas.offload.weave.emit;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.rfaas.offload.weave.analysis.AnalysedLoop;
import org.rfaas.offload.weave.analysis.Captures;
import org.rfaas.offload.woven.ArrayParameter;
import org.rfaas.offload.woven.KernelCode;
import org.rfaas.offload.woven.LoopDescriptor;
import org.rfaas.offload.woven.ScalarParameter;

/** Puts together what the runtime is told about a loop. */
final class DescriptorBuilder {
    private final AnalysedLoop loop;
    private final CallValues values;
    private final StableSources stable;

    DescriptorBuilder(AnalysedLoop loop, CallValues values, StableSources stable) {
        this.loop = loop;
        this.values = values;
        this.stable = stable;
    }

    LoopDescriptor build(String name, KernelCode kernel) {
        Captures captures = loop.captures();
        List<ArrayParameter> arrays = new ArrayList<>();
        for (int k = 0; k < captures.arrays().size(); k++) {
            arrays.add(new ArrayParameter(
                    name(k),
                    captures.elementType(k),
                    captures.isRows(k),
                    stable.isStable(captures.arrays().get(k))));
        }
        List<ScalarParameter> scalars = new ArrayList<>();
        for (int k = 0; k < values.scalars().size(); k++) {
            scalars.add(new ScalarParameter(
                    captures.scalarName(k), Ops.type(values.scalars().get(k).valueType())));
        }
        return new LoopDescriptor(
                name,
                loop.shape().name(),
                Math.abs(loop.shape().step()),
                loop.shape().step() < 0,
                loop.verdict(),
                arrays,
                scalars,
                loop.inners(),
                loop.uses(),
                List.copyOf(loop.reductions().values()),
                List.copyOf(loop.fitInt()),
                kernel);
    }

    /** Of an array: as the source has it, and with the object it is in where another one has the same. */
    private String name(int array) {
        Captures captures = loop.captures();
        String name = captures.arrayName(array);
        long same = IntStream.range(0, captures.arrays().size())
                .filter(one -> captures.arrayName(one).equals(name))
                .count();
        return same == 1 ? name : values.describe(captures.arrays().get(array));
    }
}
