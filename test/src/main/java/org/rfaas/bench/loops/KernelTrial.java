package org.rfaas.bench.loops;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rfaas.offload.kernel.FasterBody;
import org.rfaas.offload.kernel.Windows;
import org.rfaas.offload.plan.Access;
import org.rfaas.offload.plan.Blocks;
import org.rfaas.offload.woven.BoundUse;
import org.rfaas.offload.woven.KernelCode;
import org.rfaas.offload.woven.LoopBinding;
import org.rfaas.offload.woven.LoopDescriptor;
import org.rfaas.offload.woven.Reduction;
import org.rfaas.offload.woven.RemoteBody;

/**
 * One call of a woven loop as the code of a worker sees it: all iterations, in chunks as small as slots make them, over
 * windows in memory outside of the heap. Without a fabric, so that what is measured is the kernel.
 */
final class KernelTrial {
    private static final long CHUNK_BYTES = 1 << 20;

    private final LoopDescriptor loop;
    private final List<BoundUse> uses;
    private final FasterBody body;
    private final long[] scalars;
    private final int start;
    private final int trips;
    private final int chunk;
    private final MemorySegment[] memory;

    /** Copies what the call uses; independent iterations only. */
    KernelTrial(LoopDescriptor loop, @Nullable Object[] references, long[] scalars, int start, int trips) {
        if (!(LoopBinding.of(loop, references, scalars, start, trips) instanceof LoopBinding.Independent independent)) {
            throw new IllegalStateException(loop.name() + " would run in order");
        }
        this.loop = loop;
        this.uses = independent.uses();
        this.body = load(loop.kernel());
        this.scalars = scalars.clone();
        this.start = start;
        this.trips = trips;
        this.memory = new MemorySegment[uses.size()];
        long movedBytes = 0;
        for (int u = 0; u < memory.length; u++) {
            BoundUse use = uses.get(u);
            memory[u] = copy(use, references[use.array()]);
            // what does not move along with the iterations stays on the worker
            boolean moves =
                    blocks(use, 0, 1).first() != blocks(use, trips - 1, trips).first();
            movedBytes += moves ? memory[u].byteSize() : 0;
        }
        this.chunk = Math.max(1, (int) (trips / (movedBytes / CHUNK_BYTES + 1)));
    }

    /** Runs all iterations once; ns that took, without laying out windows. */
    long run() {
        Windows windows = new Windows(memory.length);
        long[] results =
                loop.reductions().stream().mapToLong(Reduction::neutral).toArray();
        long ns = 0;
        for (int from = 0; from < trips; from += chunk) {
            int to = Math.min(trips, from + chunk);
            for (int u = 0; u < memory.length; u++) {
                BoundUse use = uses.get(u);
                Blocks blocks = blocks(use, from, to);
                long before = blocks.first() - blocks(use, 0, trips).first();
                windows.set(
                        u,
                        memory[u].asSlice(before * unitBytes(use), blocks.hull() * unitBytes(use)),
                        blocks.first(),
                        use.rowLength(),
                        (int) use.footprint().stride(),
                        use.access() != Access.WRITE);
            }
            long beginNs = System.nanoTime();
            body.run(windows, scalars, results, start, from, to);
            ns += System.nanoTime() - beginNs;
        }
        return ns;
    }

    private MemorySegment copy(BoundUse use, @Nullable Object array) {
        Blocks blocks = blocks(use, 0, trips);
        MemorySegment copy = Arena.ofAuto().allocate(blocks.hull() * unitBytes(use), 64);
        if (array instanceof Object[] rows) {
            for (long r = 0; r < blocks.hull(); r++) {
                MemorySegment row = Numbers.memory(rows[(int) (blocks.first() + r)]);
                MemorySegment.copy(row, 0, copy, r * unitBytes(use), unitBytes(use));
            }
        } else if (array != null) {
            MemorySegment.copy(
                    Numbers.memory(array), blocks.first() * unitBytes(use), copy, 0, blocks.hull() * unitBytes(use));
        }
        return copy;
    }

    private long unitBytes(BoundUse use) {
        int elementBytes = loop.arrays().get(use.array()).type().bytes();
        return use.rowLength() == 0 ? elementBytes : (long) use.rowLength() * elementBytes;
    }

    private static Blocks blocks(BoundUse use, int from, int to) {
        return use.footprint().blocks(from, to, use.length());
    }

    private static FasterBody load(KernelCode code) {
        ClassLoader loader = new ClassLoader(RemoteBody.class.getClassLoader()) {
            @Override
            protected Class<?> findClass(String name) {
                return defineClass(name, code.classBytes(), 0, code.classBytes().length);
            }
        };
        try {
            Object made = loader.loadClass(code.className()).getConstructor().newInstance();
            return new FasterBody((RemoteBody) made);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the kernel " + code.className() + " cannot be loaded", e);
        }
    }
}
