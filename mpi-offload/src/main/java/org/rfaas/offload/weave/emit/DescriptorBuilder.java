package org.rfaas.offload.weave.emit;

import java.util.ArrayList;
import java.util.List;
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
                    captures.arrayName(k),
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
}
