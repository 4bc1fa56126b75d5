package org.rfaas.offload.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.rfaas.offload.kernel.BodyForms;
import org.rfaas.offload.kernel.Windows;
import org.rfaas.offload.plan.Access;
import org.rfaas.offload.plan.Blocks;
import org.rfaas.offload.plan.Columns;
import org.rfaas.offload.woven.ArrayParameter;
import org.rfaas.offload.woven.BoundUse;
import org.rfaas.offload.woven.KernelCode;
import org.rfaas.offload.woven.LoopBinding;
import org.rfaas.offload.woven.LoopDescriptor;
import org.rfaas.offload.woven.LoopSite;
import org.rfaas.offload.woven.Reduction;
import org.rfaas.offload.woven.RemoteBody;
import org.rfaas.offload.woven.WovenLoop;
import org.rfaas.offload.woven.WovenRuntime;

/**
 * Runs woven loops as a runtime with workers would, in this process: remote bodies see only the stripes that the loop
 * declares, everything else is filled with a pattern that is NaN for floating-point numbers.
 */
final class StripeRuntime implements WovenRuntime {
    private static final byte UNSENT = (byte) 0xff;

    private final Random random;
    final List<String> inOrder = new ArrayList<>();
    int shared;
    int failed;

    StripeRuntime(long seed) {
        random = new Random(seed);
    }

    @Override
    public LoopSite open(WovenLoop loop) {
        assertThat(loop.findOutdatedCopy()).isNull();
        return new Site(loop);
    }

    @Override
    public void touch(Object array) {}

    /** Needs nothing but the contract, as on a worker. */
    private static RemoteBody define(KernelCode code) {
        ClassLoader loader = new ClassLoader(RemoteBody.class.getClassLoader()) {
            @Override
            protected Class<?> findClass(String name) throws ClassNotFoundException {
                if (!name.equals(code.className())) {
                    throw new ClassNotFoundException(name);
                }
                return defineClass(name, code.classBytes(), 0, code.classBytes().length);
            }
        };
        try {
            return (RemoteBody)
                    loader.loadClass(code.className()).getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("the kernel class cannot be loaded", e);
        }
    }

    private final class Site implements LoopSite {
        private final WovenLoop loop;
        private final LoopDescriptor descriptor;
        private final RemoteBody remote;

        Site(WovenLoop loop) {
            this.loop = loop;
            this.descriptor = loop.descriptor();
            this.remote = define(descriptor.kernel());
        }

        @Override
        public boolean wants(long trips) {
            return true;
        }

        @Override
        public void runsInPlace(String reason, long trips) {
            inOrder.add(reason);
        }

        @Override
        public void run(Object[] references, long[] scalars, long[] results, int start, int trips) {
            switch (LoopBinding.of(descriptor, references, scalars, start, trips)) {
                case LoopBinding.InOrder(String reason) -> {
                    inOrder.add(reason);
                    loop.local().run(references, scalars, results, start, 0, trips);
                }
                case LoopBinding.Independent(List<BoundUse> uses, int from, int to) -> {
                    boolean isDescending = descriptor.isDescending();
                    edge(references, scalars, results, start, isDescending ? to : 0, isDescending ? trips : from);
                    share(uses, references, scalars, results, start, from, to);
                    edge(references, scalars, results, start, isDescending ? 0 : to, isDescending ? from : trips);
                }
            }
        }

        private void edge(Object[] references, long[] scalars, long[] results, int start, int from, int to) {
            if (from < to) {
                loop.local().run(references, scalars, results, start, from, to);
            }
        }

        private void share(
                List<BoundUse> uses, Object[] references, long[] scalars, long[] results, int start, int from, int to) {
            shared++;
            int first = from + random.nextInt(to - from + 1);
            int second = first + random.nextInt(to - first + 1);
            Part left = new Part(uses, references, first, second);
            Part right = new Part(uses, references, second, to);
            loop.local().run(references, scalars, results, start, from, first);
            for (Part part : List.of(right, left)) {
                if (part.from < part.to) {
                    part.run(scalars, results, start);
                }
            }
        }

        /** What a worker has of a call. */
        private final class Part {
            private final List<BoundUse> uses;
            private final Object[] references;
            private final int from;
            private final int to;
            private final MemorySegment[] windows;
            private final long[] origins;
            private final int[] rowLengths;

            Part(List<BoundUse> uses, Object[] references, int from, int to) {
                this.uses = uses;
                this.references = references;
                this.from = from;
                this.to = to;
                this.windows = new MemorySegment[uses.size()];
                this.origins = new long[windows.length];
                this.rowLengths = new int[windows.length];
                for (int u = 0; u < windows.length; u++) {
                    BoundUse use = uses.get(u);
                    rowLengths[u] = use.rowLength();
                    Blocks blocks = blocks(use);
                    origins[u] = blocks.first();
                    int bytes = Math.toIntExact(blocks.hull() * elementsEach(use) * bytes(use));
                    windows[u] = MemorySegment.ofArray(new byte[bytes]).fill(UNSENT);
                    if (use.access() != Access.WRITE) {
                        transfer(u, false);
                    }
                }
            }

            private ArrayParameter parameter(BoundUse use) {
                return descriptor.arrays().get(use.array());
            }

            private long elementsEach(BoundUse use) {
                return parameter(use).isRows() ? use.rowLength() : 1;
            }

            private int bytes(BoundUse use) {
                return parameter(use).type().bytes();
            }

            private Blocks blocks(BoundUse use) {
                return use.footprint().blocks(from, to, use.length());
            }

            void run(long[] scalars, long[] results, int start) {
                List<Reduction> reductions = descriptor.reductions();
                long[] own = new long[results.length];
                for (int r = 0; r < own.length; r++) {
                    own[r] = reductions.get(r).neutral();
                }
                Form buffers = new Form(own);
                Form tiles = new Form(own);
                buffers.run(
                        () -> BodyForms.runOnBuffers(remote, buffers.used, scalars, buffers.results, start, from, to));
                long tileBytes = random.nextInt(300);
                int cut = random.nextBoolean() ? from : random.nextInt(from, to);
                tiles.run(() -> tiles.isRun = BodyForms.runOnTiles(
                        remote, tileBytes, tiles.used, scalars, tiles.results, start, from, cut, to));
                try {
                    remote.run(windows, origins, rowLengths, scalars, own, start, from, to);
                } catch (RuntimeException e) {
                    failed++;
                    assertThat(buffers.fails).as("fails on buffers, too").isTrue();
                    assertThat(tiles.fails || !tiles.isRun)
                            .as("fails on arrays, too")
                            .isTrue();
                    loop.local().run(references, scalars, results, start, from, to);
                    return;
                }
                buffers.assertIsLike(own);
                tiles.assertIsLike(own);
                for (int u = 0; u < windows.length; u++) {
                    if (uses.get(u).access() != Access.READ) {
                        transfer(u, true);
                    }
                }
                for (int r = 0; r < own.length; r++) {
                    results[r] = reductions.get(r).combine(results[r], own[r]);
                }
            }

            /** Another form of the body, with what it makes of the windows. */
            private final class Form {
                private final Windows used = new Windows(windows.length);
                private final MemorySegment[] copies = new MemorySegment[windows.length];
                private final long[] results;
                private boolean isRun = true;
                private boolean fails;

                Form(long[] results) {
                    this.results = results.clone();
                    for (int u = 0; u < copies.length; u++) {
                        BoundUse use = uses.get(u);
                        copies[u] = MemorySegment.ofArray(windows[u].toArray(ValueLayout.JAVA_BYTE));
                        int step = (int) use.footprint().stride();
                        boolean isRead = use.access() != Access.WRITE;
                        used.set(u, copies[u], origins[u], rowLengths[u], step, isRead);
                    }
                }

                void run(Runnable body) {
                    try {
                        body.run();
                    } catch (RuntimeException e) {
                        fails = true;
                    }
                }

                void assertIsLike(long[] own) {
                    assertThat(fails).as("fails alone").isFalse();
                    if (!isRun) {
                        return;
                    }
                    assertThat(results).isEqualTo(own);
                    for (int u = 0; u < copies.length; u++) {
                        BoundUse use = uses.get(u);
                        Blocks blocks = blocks(use);
                        long unitBytes = elementsEach(use) * bytes(use);
                        long skipped = (long) use.columns().first() * bytes(use);
                        long bytes = use.rowLength() == 0
                                ? unitBytes
                                : (long) use.columns().end() * bytes(use) - skipped;
                        for (long b = 0; b < blocks.count(); b++) {
                            for (long unit = 0; unit < blocks.blockLength(); unit++) {
                                long at = (b * blocks.stride() + unit) * unitBytes + skipped;
                                assertThat(copies[u].asSlice(at, bytes).mismatch(windows[u].asSlice(at, bytes)))
                                        .isEqualTo(-1);
                            }
                        }
                    }
                }
            }

            private void transfer(int u, boolean isBack) {
                BoundUse use = uses.get(u);
                Blocks blocks = blocks(use);
                for (long b = 0; b < blocks.count(); b++) {
                    long first = blocks.first() + b * blocks.stride();
                    if (parameter(use).isRows()) {
                        for (long r = first; r < first + blocks.blockLength(); r++) {
                            Object row = ((Object[]) references[use.array()])[(int) r];
                            // all of a row is sent, what is written of it comes back
                            Columns columns = isBack ? use.columns() : Columns.all(use.rowLength());
                            long firstThere = (r - origins[u]) * use.rowLength() + columns.first();
                            int length = columns.end() - columns.first();
                            copy(use, row, columns.first(), u, firstThere, length, isBack);
                        }
                    } else {
                        copy(use, references[use.array()], first, u, first - origins[u], blocks.blockLength(), isBack);
                    }
                }
            }

            private void copy(
                    BoundUse use, Object array, long first, int u, long firstThere, long length, boolean isBack) {
                int size = bytes(use);
                MemorySegment own = segment(array);
                if (first + length > Array.getLength(array)) {
                    throw new AssertionError(
                            "a stripe beyond the end of " + parameter(use).name());
                }
                if (isBack) {
                    MemorySegment.copy(windows[u], firstThere * size, own, first * size, length * size);
                } else {
                    MemorySegment.copy(own, first * size, windows[u], firstThere * size, length * size);
                }
            }
        }
    }

    private static MemorySegment segment(Object array) {
        return switch (array) {
            case double[] a -> MemorySegment.ofArray(a);
            case float[] a -> MemorySegment.ofArray(a);
            case long[] a -> MemorySegment.ofArray(a);
            case int[] a -> MemorySegment.ofArray(a);
            case short[] a -> MemorySegment.ofArray(a);
            case char[] a -> MemorySegment.ofArray(a);
            case byte[] a -> MemorySegment.ofArray(a);
            default -> throw new AssertionError("an array of " + array.getClass());
        };
    }
}
