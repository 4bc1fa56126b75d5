package org.rfaas.offload;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
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
    private final List<@Nullable OffloadArray> arrays = new ArrayList<>();
    private final List<Scalar> scalars = new ArrayList<>();

    LoopBuilder(OffloadRuntime runtime, String name, LoopKernel kernel) {
        this.runtime = runtime;
        this.name = name;
        this.kernel = kernel;
    }

    /** An array of which iterations only read their footprint; it stays on workers until it changes. */
    public LoopBuilder read(OffloadArray array, Footprint footprint) {
        return add(array, Access.READ, footprint);
    }

    /**
     * An array of which every iteration writes all of its footprint and reads nothing.
     *
     * @throws IllegalArgumentException when footprints of iterations overlap
     */
    public LoopBuilder write(OffloadArray array, Footprint footprint) {
        return add(array, Access.WRITE, footprint);
    }

    /**
     * An array of which iterations read and write elements of their own footprint.
     *
     * @throws IllegalArgumentException when footprints of iterations overlap
     */
    public LoopBuilder update(OffloadArray array, Footprint footprint) {
        return add(array, Access.UPDATE, footprint);
    }

    public LoopBuilder scalar(long value) {
        scalars.add(new Scalar(arguments.size(), false, value));
        return add(new LoopArgument.OfLong(), null);
    }

    public LoopBuilder scalar(double value) {
        scalars.add(new Scalar(arguments.size(), true, Double.doubleToRawLongBits(value)));
        return add(new LoopArgument.OfDouble(), null);
    }

    /**
     * The loop, ready to run any number of times.
     *
     * @throws IllegalArgumentException when the kernel cannot be shipped, or an array that the loop writes is an argument
     *     twice
     */
    public ParallelLoop build() {
        requireNoAlias();
        LoopArguments local = new LoopArguments(arguments.size());
        for (int i = 0; i < arguments.size(); i++) {
            OffloadArray array = arrays.get(i);
            if (array != null) {
                array.bind(local, i);
            }
        }
        for (Scalar scalar : scalars) {
            if (scalar.isDouble()) {
                local.set(scalar.argument(), Double.longBitsToDouble(scalar.bits()));
            } else {
                local.set(scalar.argument(), scalar.bits());
            }
        }
        return new ParallelLoop(
                runtime,
                name,
                kernel,
                arguments.toArray(LoopArgument[]::new),
                arrays.toArray(OffloadArray[]::new),
                local);
    }

    /** What a worker reads of one argument must not be what another writes: the two live in different memory there. */
    private void requireNoAlias() {
        for (int i = 0; i < arguments.size(); i++) {
            for (int j = 0; j < arguments.size(); j++) {
                OffloadArray written = arrays.get(i);
                OffloadArray other = arrays.get(j);
                if (i != j
                        && written != null
                        && other != null
                        && arguments.get(i) instanceof LoopArgument.OfArray of
                        && of.access().writes()
                        && written.sharesStorageWith(other)) {
                    throw new IllegalArgumentException("loop " + name + " writes argument " + i
                            + ", which is the same array as argument " + j + "; make it one argument, with update");
                }
            }
        }
    }

    private LoopBuilder add(OffloadArray array, Access access, Footprint footprint) {
        return add(new LoopArgument.OfArray(array.array(), access, footprint, access == Access.READ), array);
    }

    private LoopBuilder add(LoopArgument argument, @Nullable OffloadArray array) {
        if (arguments.size() == LoopFrame.MAX_ARGUMENTS) {
            throw new IllegalArgumentException("a loop has at most " + LoopFrame.MAX_ARGUMENTS + " arguments");
        }
        arguments.add(argument);
        arrays.add(array);
        return this;
    }
}
