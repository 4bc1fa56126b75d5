package org.rfaas.offload;

import java.util.ArrayList;
import java.util.List;
import org.rfaas.offload.kernel.LoopArguments;
import org.rfaas.offload.kernel.LoopFrame;
import org.rfaas.offload.kernel.LoopKernel;
import org.rfaas.offload.plan.Access;
import org.rfaas.offload.plan.Footprint;

/** Declares a loop's arguments; the kernel finds them under their position, counted from 0 over all kinds. */
public final class LoopBuilder {
    private record Scalar(int argument, boolean isDouble, long bits) {}

    private final OffloadRuntime runtime;
    private final String name;
    private final LoopKernel kernel;
    private final List<LoopArgument> arguments = new ArrayList<>();
    private final List<Scalar> scalars = new ArrayList<>();

    LoopBuilder(OffloadRuntime runtime, String name, LoopKernel kernel) {
        this.runtime = runtime;
        this.name = name;
        this.kernel = kernel;
    }

    /** An array of which iterations only read their footprint; it stays on workers until it changes. */
    public LoopBuilder read(OffloadArray array, Footprint footprint) {
        return add(new LoopArgument.OfArray(array, Access.READ, footprint));
    }

    /**
     * An array of which every iteration writes all of its footprint and reads nothing.
     *
     * @throws IllegalArgumentException when footprints of iterations overlap
     */
    public LoopBuilder write(OffloadArray array, Footprint footprint) {
        return add(new LoopArgument.OfArray(array, Access.WRITE, footprint));
    }

    /**
     * An array of which iterations read and write elements of their own footprint.
     *
     * @throws IllegalArgumentException when footprints of iterations overlap
     */
    public LoopBuilder update(OffloadArray array, Footprint footprint) {
        return add(new LoopArgument.OfArray(array, Access.UPDATE, footprint));
    }

    public LoopBuilder scalar(long value) {
        scalars.add(new Scalar(arguments.size(), false, value));
        return add(new LoopArgument.OfLong());
    }

    public LoopBuilder scalar(double value) {
        scalars.add(new Scalar(arguments.size(), true, Double.doubleToRawLongBits(value)));
        return add(new LoopArgument.OfDouble());
    }

    /**
     * The loop, ready to run any number of times.
     *
     * @throws IllegalArgumentException when the kernel cannot be shipped
     */
    public ParallelLoop build() {
        LoopArguments local = new LoopArguments(arguments.size());
        for (int i = 0; i < arguments.size(); i++) {
            if (arguments.get(i) instanceof LoopArgument.OfArray of) {
                of.array().bind(local, i);
            }
        }
        for (Scalar scalar : scalars) {
            if (scalar.isDouble()) {
                local.set(scalar.argument(), Double.longBitsToDouble(scalar.bits()));
            } else {
                local.set(scalar.argument(), scalar.bits());
            }
        }
        return new ParallelLoop(runtime, name, kernel, arguments.toArray(LoopArgument[]::new), local);
    }

    private LoopBuilder add(LoopArgument argument) {
        if (arguments.size() == LoopFrame.MAX_ARGUMENTS) {
            throw new IllegalArgumentException("a loop has at most " + LoopFrame.MAX_ARGUMENTS + " arguments");
        }
        arguments.add(argument);
        return this;
    }
}
