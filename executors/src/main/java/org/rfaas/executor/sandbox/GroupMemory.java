package org.rfaas.executor.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * The memory that control groups (cgroups(7)) leave this process: the tightest of its own group and those around it, which
 * hold what is inside them to their limits, too.
 */
public final class GroupMemory {
    private static final Set<String> V1_CACHES = Set.of("total_inactive_file", "total_active_file");
    private static final Set<String> V2_CACHES = Set.of("inactive_file", "active_file", "slab_reclaimable");

    private final List<Group> limited;

    /** @param limitBytes of a group with a limit */
    private record Group(long limitBytes, long usedBytes) {}

    private GroupMemory(List<Group> limited) {
        this.limited = limited;
    }

    /** Looks at the groups of this process; none where the machine does not say. */
    public static GroupMemory find() {
        Path proc = Path.of("/proc/self");
        try {
            return of(Files.readAllLines(proc.resolve("mounts")), Files.readAllLines(proc.resolve("cgroup")));
        } catch (IOException e) {
            return new GroupMemory(List.of());
        }
    }

    /**
     * Looks at the groups that are named.
     *
     * @param mounts lines of /proc/self/mounts
     * @param groups lines of /proc/self/cgroup
     */
    static GroupMemory of(List<String> mounts, List<String> groups) {
        Map<String, Path> own = GroupLayout.ownGroups(mounts, groups);
        Path ofMemory = own.get("memory");
        Path unified = own.get("");
        if (ofMemory != null) {
            return around(ofMemory, "memory.limit_in_bytes", "memory.usage_in_bytes", V1_CACHES);
        }
        return unified == null
                ? new GroupMemory(List.of())
                : around(unified, "memory.max", "memory.current", V2_CACHES);
    }

    /** Folders that are no groups have no such files. */
    private static GroupMemory around(Path own, String limitFile, String usageFile, Set<String> caches) {
        return new GroupMemory(Stream.iterate(own.normalize(), folder -> folder != null, Path::getParent)
                .flatMap(folder -> number(folder.resolve(limitFile)).stream()
                        .mapToObj(limit -> new Group(limit, used(folder, usageFile, caches))))
                .toList());
    }

    /** Without what the kernel gives up when somebody needs the room, as in MemAvailable of proc_meminfo(5). */
    private static long used(Path folder, String usageFile, Set<String> caches) {
        long all = number(folder.resolve(usageFile)).orElse(0);
        try {
            return all
                    - Files.readAllLines(folder.resolve("memory.stat")).stream()
                            .map(line -> line.split(" ", 2))
                            .filter(entry -> caches.contains(entry[0]))
                            .mapToLong(entry -> Long.parseLong(entry[1]))
                            .sum();
        } catch (IOException e) {
            return all;
        }
    }

    /** Empty when there is no such file, or no limit ({@code max}) in it. */
    private static OptionalLong number(Path file) {
        try {
            String text = Files.readString(file).strip();
            return text.equals("max") ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    /** How much they may have together; empty without a limit. Version 1 writes a number beyond every machine's memory for none. */
    public OptionalLong limitBytes() {
        return least(Group::limitBytes);
    }

    /** How much of it is not in use; empty without a limit. */
    public OptionalLong availableBytes() {
        return least(group -> Math.max(0, group.limitBytes - group.usedBytes));
    }

    private OptionalLong least(ToLongFunction<Group> bytes) {
        return limited.stream().mapToLong(bytes).min();
    }
}
