package org.rfaas.executor.sandbox;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where this process may make control groups (cgroups(7)): below its own ones, so that they count towards what it was given.
 *
 * @param unified version 2
 * @param memory parent for the memory controller
 * @param pids parent for the pids controller
 * @param cores parent for the cpuset controller, if there is one
 */
record GroupLayout(boolean unified, Path memory, Path pids, Optional<Path> cores) {
    private static final Logger LOG = LoggerFactory.getLogger(GroupLayout.class);
    private static final String PREFIX = "rfaas-";
    /** Of an executor's group: with its manager's process id. */
    private static final Pattern NAME = Pattern.compile(PREFIX + "([0-9]{1,9})-[0-9]+");

    private static final Path PROC = Path.of("/proc/self");
    private static final String CONTROLLERS = "cgroup.subtree_control";

    /**
     * Finds it.
     *
     * @throws IOException when there are no controllers for memory and pids that this process may use; says why
     */
    static GroupLayout find() throws IOException {
        Map<String, Path> own =
                ownGroups(Files.readAllLines(PROC.resolve("mounts")), Files.readAllLines(PROC.resolve("cgroup")));
        Path memory = own.get("memory");
        Path pids = own.get("pids");
        if (memory != null && pids != null) {
            return new GroupLayout(false, memory, pids, Optional.ofNullable(own.get("cpuset")));
        }
        Path unified = own.get("");
        if (unified == null) {
            throw new IOException("no control groups are mounted");
        }
        return unified(unified);
    }

    /** A group of version 2 has either processes or limited children, so this process moves into a child of its own. */
    private static GroupLayout unified(Path own) throws IOException {
        if (!delegated(own)) {
            Path leaf = Files.createDirectories(
                    own.resolve(PREFIX + "manager-" + ProcessHandle.current().pid()));
            Files.writeString(
                    leaf.resolve("cgroup.procs"),
                    String.valueOf(ProcessHandle.current().pid()));
            Files.writeString(own.resolve(CONTROLLERS), "+memory +pids");
            try {
                Files.writeString(own.resolve(CONTROLLERS), "+cpuset");
            } catch (IOException e) {
                LOG.debug("no cpuset controller in {}", own, e);
            }
        }
        boolean pins = Files.readString(own.resolve(CONTROLLERS)).contains("cpuset");
        return new GroupLayout(true, own, own, pins ? Optional.of(own) : Optional.empty());
    }

    private static boolean delegated(Path own) throws IOException {
        List<String> enabled =
                List.of(Files.readString(own.resolve(CONTROLLERS)).strip().split(" ", -1));
        return enabled.contains("memory") && enabled.contains("pids");
    }

    /**
     * The groups of this process by controller; that of version 2 has the empty name.
     *
     * @param mounts lines of /proc/self/mounts
     * @param groups lines of /proc/self/cgroup
     */
    static Map<String, Path> ownGroups(List<String> mounts, List<String> groups) {
        Map<String, Path> mounted = new HashMap<>();
        for (String line : mounts) {
            String[] fields = line.split(" ", -1);
            if (fields[2].equals("cgroup2")) {
                mounted.put("", Path.of(fields[1]));
            } else if (fields[2].equals("cgroup")) {
                for (String option : fields[3].split(",", -1)) {
                    mounted.put(option, Path.of(fields[1]));
                }
            }
        }
        Map<String, Path> own = new HashMap<>();
        for (String line : groups) {
            String[] fields = line.split(":", 3);
            for (String controller : fields[1].split(",", -1)) {
                Path root = mounted.get(controller);
                if (root != null) {
                    Path group = root.resolve(fields[2].substring(1));
                    own.put(
                            controller,
                            Files.isDirectory(group) ? group : root); // a container shows its own as the root
                }
            }
        }
        return own;
    }

    /** A name for the next group of this process. */
    static String name(long number) {
        return PREFIX + ProcessHandle.current().pid() + "-" + number;
    }

    /** Removes what managers have left behind that were killed. */
    void sweep() {
        List<Path> parents = cores.map(path -> List.of(memory, pids, path)).orElse(List.of(memory, pids));
        for (Path parent : parents) {
            try (DirectoryStream<Path> groups = Files.newDirectoryStream(parent, PREFIX + "*")) {
                for (Path group : groups) {
                    sweep(group);
                }
            } catch (IOException e) {
                LOG.debug("cannot sweep {}", parent, e);
            }
        }
    }

    private static void sweep(Path group) {
        Matcher name = NAME.matcher(group.getFileName().toString());
        if (!name.matches() || ProcessHandle.of(Long.parseLong(name.group(1))).isPresent()) {
            return;
        }
        try {
            Files.deleteIfExists(group);
        } catch (IOException e) {
            LOG.debug("{} is still in use", group, e);
        }
    }
}
