package org.rfaas.offload.woven;

import java.lang.reflect.Array;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rfaas.offload.plan.Blocks;

/** Finds out whether what a loop writes under one name it also uses under another. */
final class AliasCheck {
    private final LoopDescriptor loop;
    private final @Nullable Object[] references;
    private final List<BoundUse> uses;
    private final int trips;

    AliasCheck(LoopDescriptor loop, @Nullable Object[] references, List<BoundUse> uses, int trips) {
        this.loop = loop;
        this.references = references;
        this.uses = uses;
        this.trips = trips;
    }

    @SuppressWarnings("ReferenceEquality") // the question is whether they are one object
    @Nullable
    String findProblem() {
        int arrays = loop.arrays().size();
        for (BoundUse use : uses) {
            for (int other = 0; use.access().writes() && other < arrays; other++) {
                if (other != use.array() && references[other] == references[use.array()]) {
                    return name(other) + " and " + name(use.array())
                            + " are the same array; use one name for it, or a copy";
                }
            }
        }
        return findRows();
    }

    private @Nullable String findRows() {
        Set<Object> written = Collections.newSetFromMap(new IdentityHashMap<>());
        Set<Object> flat = Collections.newSetFromMap(new IdentityHashMap<>());
        for (BoundUse use : uses) {
            if (!isRows(use) && use.access().writes()) {
                flat.add(references[use.array()]);
            }
            if (isRows(use)) {
                String problem = findUnevenRows(use, use.access().writes() ? written : null);
                if (problem != null) {
                    return problem;
                }
            }
        }
        return written.isEmpty() && flat.isEmpty() ? null : findWrittenRows(written, flat);
    }

    /** Rows that differ in length, are missing, or occur twice in what is written. */
    private @Nullable String findUnevenRows(BoundUse use, @Nullable Set<Object> written) {
        Object[] rows = rows(use);
        Blocks blocks = blocks(use);
        for (long block = 0; block < blocks.count(); block++) {
            long first = blocks.first() + block * blocks.stride();
            for (int r = (int) first; r < first + blocks.blockLength(); r++) {
                Object row = rows[r];
                if (row == null || Array.getLength(row) != use.rowLength()) {
                    return "rows of " + name(use.array())
                            + " differ in length or are missing; put them into one flat array";
                }
                if (written != null && !written.add(row)) {
                    return "two rows of " + name(use.array()) + " are the same array";
                }
            }
        }
        return null;
    }

    /**
     * @param written rows of arrays of rows
     * @param flat arrays that are no arrays of rows
     */
    private @Nullable String findWrittenRows(Set<Object> written, Set<Object> flat) {
        for (int a = 0; a < loop.arrays().size(); a++) {
            if (!loop.arrays().get(a).isRows() && written.contains(references[a])) {
                return name(a) + " is also a row of an array that is written; copy it before the loop";
            }
        }
        for (BoundUse use : uses) {
            // where the same array is written, too, other rows of it are: that was checked before
            if (isRows(use) && !use.access().writes()) {
                Object[] rows = rows(use);
                Blocks blocks = blocks(use);
                for (long r = blocks.first(); r < blocks.end(); r++) {
                    if (written.contains(rows[(int) r])) {
                        return "a row of " + name(use.array())
                                + " is also a row of an array that is written; copy it before the loop";
                    }
                    if (flat.contains(rows[(int) r])) {
                        return "a row of " + name(use.array())
                                + " is also an array that is written; copy it before the loop";
                    }
                }
            }
        }
        return null;
    }

    private boolean isRows(BoundUse use) {
        return loop.arrays().get(use.array()).isRows();
    }

    private Object[] rows(BoundUse use) {
        if (references[use.array()] instanceof Object[] rows) {
            return rows;
        }
        throw new IllegalStateException(name(use.array()) + " is no array of rows");
    }

    private Blocks blocks(BoundUse use) {
        return use.footprint().blocks(0, trips, use.length()).within(use.length());
    }

    private String name(int array) {
        return loop.arrays().get(array).name();
    }
}
