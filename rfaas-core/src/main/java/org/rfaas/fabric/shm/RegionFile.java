package org.rfaas.fabric.shm;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import org.rfaas.fabric.Access;
import org.rfaas.fabric.RegionDescriptor;

/**
 * Layout of a memory region's file: a header page, then the memory.
 *
 * <pre>
 * 0   bytes: length of the memory (u64)
 * 8   access: what peers may do, a bit an {@link Access}; 0 once the region is closed (i32)
 * </pre>
 */
final class RegionFile {
    static final long HEADER_BYTES = 4096;

    private static final StructLayout HEADER =
            MemoryLayout.structLayout(ValueLayout.JAVA_LONG.withName("bytes"), ValueLayout.JAVA_INT.withName("access"));
    static final VarHandle BYTES = HEADER.varHandle(PathElement.groupElement("bytes"));
    static final VarHandle ACCESS = HEADER.varHandle(PathElement.groupElement("access"));

    private RegionFile() {}

    static Path path(Path directory, RegionDescriptor descriptor) {
        return directory.resolve(name(descriptor));
    }

    /** The name under which a region is lent over one connection, known by where its rings are. */
    static Path link(Path ringFile, RegionDescriptor descriptor) {
        return ringFile.resolveSibling(ringFile.getFileName() + "-" + name(descriptor));
    }

    /** Pattern of the names of all {@link #link links} of a connection. */
    static String linksOf(Path ringFile) {
        return ringFile.getFileName() + "-region-*";
    }

    private static String name(RegionDescriptor descriptor) {
        return String.format(Locale.ROOT, "region-%016x-%08x", descriptor.address(), descriptor.rkey());
    }

    static int bits(Set<Access> access) {
        int bits = 0;
        for (Access right : access) {
            bits |= bit(right);
        }
        return bits;
    }

    static int bit(Access access) {
        return switch (access) {
            case REMOTE_READ -> 1;
            case REMOTE_WRITE -> 2;
            case REMOTE_ATOMIC -> 4;
        };
    }

    static MemorySegment memory(MemorySegment file) {
        return file.asSlice(HEADER_BYTES);
    }
}
