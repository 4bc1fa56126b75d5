package org.rfaas.offload.woven;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A woven loop as its code sees it: a constant of its class, made at its first run. Woven code asks {@link #isRuntimeThere}
 * and {@link #wants}, and either calls {@link #run} or goes on with the loop as it was written, which stays where it was:
 *
 * <pre>{@code
 * long trips;
 * if (WovenLoop.isRuntimeThere() && LOOP.wants(trips = WovenLoop.trips(lo, hi, 1))) {
 *     LOOP.run(new Object[] {x, y}, new long[] {Double.doubleToRawLongBits(a)}, new long[0], lo, trips);
 * } else {
 *     for (int i = lo; i < hi; i++) { ... }
 * }
 * }</pre>
 *
 * <p>Without a runtime that costs a volatile read, and allocates nothing.
 */
public final class WovenLoop {
    private static volatile @Nullable WovenRuntime installed;

    private static final AtomicInteger UNWOVEN_CLASSES = new AtomicInteger();

    /** Trips of a loop whose variable would wrap around: it runs as written, to whatever end. */
    private static final long WRAPPING = -1;

    private final LoopDescriptor descriptor;
    private final LocalBody local;
    private final Class<?> owner;

    /** Racy on purpose: threads that see an old one, or none, open the loop again. */
    private @Nullable Opening opening;

    private record Opening(WovenRuntime runtime, LoopSite site) {}

    /**
     * A loop.
     *
     * @param owner the class it is in
     */
    public WovenLoop(LoopDescriptor descriptor, LocalBody local, Class<?> owner) {
        this.descriptor = descriptor;
        this.local = local;
        this.owner = owner;
    }

    /** Shares all woven loops of this JVM from now on. */
    public static void install(WovenRuntime runtime) {
        installed = runtime;
    }

    /** Lets loops run in place again, unless they are shared by another runtime by now. */
    public static void uninstall(WovenRuntime runtime) {
        if (runtime.equals(installed)) {
            installed = null;
        }
    }

    /** Tells the runtime, if there is one, that an array changed outside of an offloaded loop. */
    public static void touch(Object array) {
        WovenRuntime runtime = installed;
        if (runtime != null) {
            runtime.touch(array);
        }
    }

    /** Tells it that the elements, or rows, {@code [first, end)} of an array changed so. */
    public static void touch(Object array, int first, int end) {
        WovenRuntime runtime = installed;
        if (runtime != null) {
            runtime.touch(array, first, end);
        }
    }

    /** Tells all runtimes that a class with annotated loops runs as written: what these write nobody tells. Any thread. */
    public static void runsUnwoven() {
        UNWOVEN_CLASSES.incrementAndGet();
    }

    /** Classes that are known to run as written. */
    public static int unwovenClasses() {
        return UNWOVEN_CLASSES.get();
    }

    /**
     * Bootstrap of the constant; woven code names it.
     *
     * @param local a static method with the signature of {@link LocalBody#run}
     * @param encoded the description, see {@link DescriptorCodec}
     */
    public static WovenLoop link(
            MethodHandles.Lookup lookup, String name, Class<?> type, MethodHandle local, String... encoded) {
        return new WovenLoop(DescriptorCodec.decode(encoded), new HandleBody(local), lookup.lookupClass());
    }

    /**
     * Iterations of {@code for (i = start; i < bound; i += step)}, or with {@code i > bound} if the step is negative.
     *
     * @return 0 when there are none, negative when the variable would wrap around
     */
    public static long trips(int start, long bound, int step) {
        if (step > 0 ? start >= bound : start <= bound) {
            return 0;
        }
        if (bound > Integer.MAX_VALUE + 1L || bound < Integer.MIN_VALUE - 1L) {
            return WRAPPING;
        }
        long distance = Math.abs(bound - start);
        long width = Math.abs((long) step);
        long trips = (distance + width - 1) / width;
        long end = start + trips * step;
        return end == (int) end ? trips : WRAPPING;
    }

    /**
     * Whether there is anybody to share loops with. Woven code asks on its own, so that HotSpot knows of each method whether
     * the rest is ever reached: with it in front some loops are not vectorised any more.
     */
    public static boolean isRuntimeThere() {
        return installed != null;
    }

    /** Whether to call {@link #run}; for 0 trips never, nor for more than an array has elements. */
    public boolean wants(long trips) {
        WovenRuntime runtime = installed;
        if (runtime == null || trips == 0) {
            return false;
        }
        LoopSite site = site(runtime);
        if (trips < 0) {
            site.runsInPlace("its variable wraps around", 0);
            return false;
        }
        if (trips > Integer.MAX_VALUE) {
            site.runsInPlace("it has more iterations than an int counts", trips);
            return false;
        }
        return site.wants(trips);
    }

    /** Woven code says so when it was wanted, but finds that its call cannot be described. */
    public void runsInPlace(String reason, long trips) {
        WovenRuntime runtime = installed;
        if (runtime != null) {
            site(runtime).runsInPlace(reason, trips);
        }
    }

    /**
     * Runs all iterations.
     *
     * @param start value of the loop variable in the first iteration
     * @see LoopSite#run
     */
    public void run(@Nullable Object[] references, long[] scalars, long[] results, int start, long trips) {
        int count = (int) trips;
        int lowest = descriptor.isDescending() ? start - (count - 1) * descriptor.step() : start;
        WovenRuntime runtime = installed;
        if (runtime == null) {
            local.run(references, scalars, results, lowest, 0, count);
        } else {
            site(runtime).run(references, scalars, results, lowest, count);
        }
    }

    /**
     * Names a copied method whose code has changed since weaving, or a field that is not stable any more, or one of either
     * whose class file is not found, and the remedy; null if there is none. Reads class files.
     */
    public @Nullable String findOutdatedCopy() {
        return new CopyCheck(owner).findProblem(descriptor.kernel().copied());
    }

    public LoopDescriptor descriptor() {
        return descriptor;
    }

    public LocalBody local() {
        return local;
    }

    @SuppressWarnings("ReferenceEquality") // another runtime, however equal, opens its own
    private LoopSite site(WovenRuntime runtime) {
        Opening known = opening;
        if (known == null || known.runtime != runtime) {
            known = new Opening(runtime, runtime.open(this));
            opening = known;
        }
        return known.site;
    }

    private record HandleBody(MethodHandle handle) implements LocalBody {
        @Override
        public void run(@Nullable Object[] references, long[] scalars, long[] results, int start, int from, int to) {
            try {
                handle.invokeExact(references, scalars, results, start, from, to);
            } catch (Throwable e) {
                throw BodyExceptions.rethrow(e);
            }
        }
    }
}
