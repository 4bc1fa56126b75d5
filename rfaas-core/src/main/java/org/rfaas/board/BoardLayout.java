package org.rfaas.board;

import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * Where things are on the board; words of 64 bits, in the order of the machine, aligned.
 *
 * <p>Header, one cache line: version, magic, nodes, free cores of all nodes, nodes with a free core. Directory: the version
 * of each block of {@value #ROWS_PER_BLOCK} rows. Rows: free cores and free memory bytes, two words a node.
 *
 * <p>A version is odd while what it stands for is being changed, and grows with every change. Who reads it, then the rest,
 * and then the same version again has read what was there at one moment.
 */
final class BoardLayout {
    static final int MAX_NODES = 16_384;
    static final int ROWS_PER_BLOCK = 32;
    static final int BLOCKS = MAX_NODES / ROWS_PER_BLOCK;

    static final long MAGIC = 0x3144524F42464152L;

    static final int VERSION = 0;
    static final int MAGIC_WORD = 8;
    static final int NODES = 16;
    static final int FREE_CORES = 24;
    static final int FREE_NODES = 32;
    static final int HEADER_BYTES = 64;

    static final int DIRECTORY = HEADER_BYTES;
    static final int DIRECTORY_BYTES = BLOCKS * Long.BYTES;

    static final int ROW_BYTES = 2 * Long.BYTES;
    static final int BLOCK_BYTES = ROWS_PER_BLOCK * ROW_BYTES;
    static final int ROWS = DIRECTORY + DIRECTORY_BYTES;
    static final int BYTES = ROWS + MAX_NODES * ROW_BYTES;

    static final VarHandle WORD = ValueLayout.JAVA_LONG.varHandle();

    private BoardLayout() {}

    static int blockOf(int node) {
        return node / ROWS_PER_BLOCK;
    }

    static long versionOf(int block) {
        return DIRECTORY + (long) block * Long.BYTES;
    }

    static long rowsOf(int block) {
        return ROWS + (long) block * BLOCK_BYTES;
    }

    static boolean isBeingChanged(long version) {
        return (version & 1) != 0;
    }
}
