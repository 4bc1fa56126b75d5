package org.rfaas.offload.woven;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rfaas.offload.index.Interval;
import org.rfaas.offload.index.Polynomial;
import org.rfaas.offload.index.Symbol;
import org.rfaas.offload.plan.Access;
import org.rfaas.offload.plan.Affine;
import org.rfaas.offload.plan.Blocks;
import org.rfaas.offload.plan.Columns;
import org.rfaas.offload.plan.Footprint;

/** Puts the values of one call into a loop's description, and checks what the proof assumed. */
final class LoopBinder {
    /** No array is that long, and sums of such offsets do not overflow. */
    private static final long MAX_OFFSET = 1L << 61;

    private final LoopDescriptor loop;
    private final @Nullable Object[] references;
    private final long[] scalars;
    private final int trips;
    private final int start;
    private final Interval loopVariable;
    private final Interval[] inners;
    private final boolean[] mayBeEmpty;
    private final boolean[] isEmpty;
    private final int[] rowLengths;

    /** Iterations that read nothing outside of the arrays. */
    private int from;

    private int to;

    LoopBinder(LoopDescriptor loop, @Nullable Object[] references, long[] scalars, int start, int trips) {
        this.loop = loop;
        this.references = references;
        this.scalars = scalars;
        this.start = start;
        this.to = trips;
        this.trips = trips;
        this.loopVariable = new Interval(start, start + (long) loop.step() * (trips - 1));
        this.inners = new Interval[loop.inners().size()];
        this.mayBeEmpty = new boolean[inners.length];
        this.isEmpty = new boolean[inners.length];
        this.rowLengths = new int[loop.arrays().size()];
    }

    LoopBinding bind() {
        String problem = findNothing();
        if (problem == null) {
            bindInners();
            problem = findOverflow();
        }
        if (problem != null) {
            return new LoopBinding.InOrder(problem);
        }
        List<BoundUse> uses = new ArrayList<>();
        for (ArrayUse use : loop.uses()) {
            BoundUse bound = bind(use);
            problem = findMisfit(use, bound);
            if (problem != null) {
                return new LoopBinding.InOrder(problem);
            }
            uses.add(bound);
        }
        problem = new OverlapCheck(loop, uses, trips, this::range).findProblem();
        if (problem == null) {
            problem = new AliasCheck(loop, references, uses, trips).findProblem();
        }
        return problem == null ? new LoopBinding.Independent(uses, from, to) : new LoopBinding.InOrder(problem);
    }

    /** Arrays that are not there, or have nothing in their rows, or too much. */
    private @Nullable String findNothing() {
        for (int a = 0; a < rowLengths.length; a++) {
            Object array = references[a];
            if (array == null) {
                return name(a) + " is null";
            }
            if (loop.arrays().get(a).isRows()) {
                rowLengths[a] = firstRowLength((Object[]) array);
                if (rowLengths[a] == 0) {
                    return "the rows of " + name(a) + " are empty";
                }
                if ((long) rowLengths[a] * loop.arrays().get(a).type().bytes() > ArrayParameter.MAX_ROW_BYTES) {
                    return "the rows of " + name(a) + " are longer than 1 GiB";
                }
            }
        }
        return null;
    }

    private static int firstRowLength(@Nullable Object[] rows) {
        for (Object row : rows) {
            if (row != null) {
                return Array.getLength(row);
            }
        }
        return 0;
    }

    private void bindInners() {
        for (int m = 0; m < inners.length; m++) {
            InnerVariable inner = loop.inners().get(m);
            Interval extent = inner.extent().range(this::range);
            mayBeEmpty[m] = extent.min() < 1;
            isEmpty[m] = extent.max() < 1 && !inner.isCopy();
            long last = Math.max(0, extent.max() - 1);
            inners[m] = new Interval(0, last - last % inner.step());
        }
    }

    private Interval range(Symbol symbol) {
        return switch (symbol.kind()) {
            case LOOP -> loopVariable;
            case SCALAR -> Interval.of(scalars[symbol.number()]);
            case ROW_LENGTH -> Interval.of(rowLengths[symbol.number()]);
            case INNER -> inners[symbol.number()];
        };
    }

    private @Nullable String findOverflow() {
        for (Polynomial value : loop.fitInt()) {
            if (!value.range(this::range).fitsInt()) {
                return loop.describe(value) + " exceeds 32 bits";
            }
        }
        return null;
    }

    private BoundUse bind(ArrayUse use) {
        Object array = references[use.array()];
        int length = array == null ? 0 : Array.getLength(array);
        int rowLength = rowLengths[use.array()];
        if (use.isWhole()) {
            return new BoundUse(
                    use.array(), use.access(), Footprint.whole(), length, rowLength, Columns.all(rowLength));
        }
        Interval offsets = null;
        List<Polynomial> reached = reached(use.offsets());
        boolean isCertain = reached.size() == use.offsets().size();
        for (Polynomial offset : reached) {
            Interval range = offset.range(this::range);
            offsets = offsets == null ? range : offsets.hull(range);
            isCertain &= isNeverEmpty(offset);
        }
        if (offsets == null) {
            throw new IllegalStateException("a use without elements");
        }
        long stride = use.stride().range(this::range).min();
        long first = Math.multiplyExact(stride, start);
        // a single iteration shares elements with nobody
        long distance = trips == 1
                ? Math.subtractExact(offsets.max(), offsets.min()) + 1
                : Math.multiplyExact(stride, (long) loop.step());
        long min = Math.addExact(first, offsets.min());
        long max = Math.addExact(first, offsets.max());
        if (Math.abs(distance) > Integer.MAX_VALUE || min < -MAX_OFFSET || max > MAX_OFFSET) {
            throw new ArithmeticException("indices far outside of any array");
        }
        Footprint footprint = Footprint.affine(distance, min, max);
        // an inner loop without iterations leaves elements as they were
        Columns columns = isCertain ? columns(use.columns(), rowLength) : null;
        Access access = use.access() == Access.WRITE && columns == null ? Access.UPDATE : use.access();
        return new BoundUse(
                use.array(), access, footprint, length, rowLength, columns == null ? Columns.all(rowLength) : columns);
    }

    /** Those that are written in every iteration; none if there may be less, or one outside of its row. */
    private @Nullable Columns columns(List<Polynomial> written, int rowLength) {
        Interval hull = null;
        for (Polynomial column : written) {
            Interval range = column.range(this::range);
            hull = hull == null ? range : hull.hull(range);
            if (!isNeverEmpty(column) || hull.min() < 0 || hull.max() >= rowLength) {
                return null;
            }
        }
        return hull == null ? Columns.all(rowLength) : new Columns((int) hull.min(), (int) hull.max() + 1);
    }

    /** Whether all inner loops that it has a variable of have iterations. */
    private boolean isNeverEmpty(Polynomial offset) {
        return offset.symbols().stream().noneMatch(s -> s.isInner() && mayBeEmpty[s.number()]);
    }

    /** Without those inside of inner loops that are empty whatever the iteration, unless all are. */
    private List<Polynomial> reached(List<Polynomial> offsets) {
        List<Polynomial> reached = offsets.stream()
                .filter(offset -> offset.symbols().stream().noneMatch(s -> s.isInner() && isEmpty[s.number()]))
                .toList();
        return reached.isEmpty() ? offsets : reached;
    }

    private @Nullable String findMisfit(ArrayUse source, BoundUse use) {
        Blocks blocks = blocks(use);
        if (!blocks.fits(use.length()) && (use.access().writes() || !narrow(use, blocks))) {
            return name(use.array()) + " has " + use.length() + (use.rowLength() > 0 ? " rows" : " elements") + ", and "
                    + loop.describe(source) + " reaches from " + blocks.first() + " to " + (blocks.end() - 1)
                    + "; let the bounds of the loops keep it inside, not a condition";
        }
        return null;
    }

    /**
     * Leaves out the iterations, at either end, that may read outside of an array: a condition of the source may keep them from it.
     * Not where an index may exceed 32 bits: wrapped around, it may be one that other iterations write.
     *
     * @param blocks what all iterations may read together
     * @return whether others are left
     */
    private boolean narrow(BoundUse use, Blocks blocks) {
        if (blocks.first() < Integer.MIN_VALUE || blocks.end() > Integer.MAX_VALUE) {
            return false;
        }
        if (use.footprint() instanceof Affine read) {
            from = Math.clamp(read.firstWithin(use.length()), from, trips);
            to = Math.clamp(read.lastWithin(use.length()), -1, to - 1) + 1;
        }
        return from < to;
    }

    private Blocks blocks(BoundUse use) {
        return use.footprint().blocks(0, trips, use.length());
    }

    private String name(int array) {
        return loop.arrays().get(array).name();
    }
}
