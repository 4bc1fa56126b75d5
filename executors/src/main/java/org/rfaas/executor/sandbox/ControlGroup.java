package org.rfaas.executor.sandbox;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The control group of one executor: a folder a controller (version 1), or one folder for all (version 2). */
final class ControlGroup implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlGroup.class);
    private static final String PROCESSES = "cgroup.procs";
    private static final Duration REMOVE_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration REMOVE_PAUSE = Duration.ofMillis(5);

    private final GroupLayout layout;
    private final Path memory;
    private final Path pids;
    private final Optional<Path> cores;

    /**
     * Makes the group.
     *
     * @throws IOException when this process may not
     */
    ControlGroup(GroupLayout layout, String name) throws IOException {
        this.layout = layout;
        this.memory = layout.memory().resolve(name);
        this.pids = layout.pids().resolve(name);
        this.cores = layout.cores().map(parent -> parent.resolve(name));
        try {
            make();
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private void make() throws IOException {
        for (Path folder : folders()) {
            Files.createDirectory(folder);
        }
        if (cores.isPresent() && !layout.unified()) {
            // a fresh group of version 1 has neither, and takes no process without
            inherit(cores.get(), "cpuset.cpus");
            inherit(cores.get(), "cpuset.mems");
        }
    }

    private static void inherit(Path group, String file) throws IOException {
        Files.writeString(group.resolve(file), Files.readString(group.resolveSibling(file)));
    }

    private List<Path> folders() {
        return Stream.concat(Stream.of(memory, pids), cores.stream()).distinct().toList();
    }

    /** Files that a process writes its id into to join. */
    List<Path> doors() {
        return folders().stream().map(folder -> folder.resolve(PROCESSES)).toList();
    }

    void limitMemory(long bytes) throws IOException {
        if (layout.unified()) {
            write(memory.resolve("memory.max"), bytes);
            writeIfThere(memory.resolve("memory.swap.max"), 0);
        } else {
            write(memory.resolve("memory.limit_in_bytes"), bytes);
            writeIfThere(memory.resolve("memory.memsw.limit_in_bytes"), bytes);
        }
    }

    void limitProcesses(int processes) throws IOException {
        write(pids.resolve("pids.max"), processes);
    }

    /** Whether there is a controller for it. */
    boolean pin(List<Integer> onto) throws IOException {
        if (cores.isEmpty() || onto.isEmpty()) {
            return false;
        }
        String list = onto.stream().map(String::valueOf).collect(Collectors.joining(","));
        Files.writeString(cores.get().resolve("cpuset.cpus"), list);
        return true;
    }

    /** Whether the kernel has ended a process of it for want of memory. */
    boolean ranOutOfMemory() {
        Path counters = memory.resolve(layout.unified() ? "memory.events" : "memory.oom_control");
        try {
            return Files.readAllLines(counters).stream()
                    .anyMatch(line -> line.startsWith("oom_kill ") && !line.endsWith(" 0"));
        } catch (IOException e) {
            LOG.debug("cannot read {}", counters, e);
            return false;
        }
    }

    /** Ends whatever is left in it, and removes it. */
    @Override
    public void close() {
        long endNs = System.nanoTime() + REMOVE_TIMEOUT.toNanos();
        try {
            while (!remove()) {
                if (System.nanoTime() > endNs) {
                    LOG.warn("control group {} cannot be removed; it has processes that do not end", memory);
                    return;
                }
                killAll();
                Thread.sleep(REMOVE_PAUSE);
            }
        } catch (IOException e) {
            LOG.warn("control group {} is left behind: {}", memory, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void killAll() throws IOException {
        for (Path door : doors()) {
            if (Files.exists(door)) {
                for (String id : Files.readAllLines(door)) {
                    ProcessHandle.of(Long.parseLong(id)).ifPresent(ProcessHandle::destroyForcibly);
                }
            }
        }
    }

    private boolean remove() throws IOException {
        boolean empty = true;
        for (Path folder : folders()) {
            try {
                Files.delete(folder);
            } catch (NoSuchFileException e) {
                LOG.trace("{} is gone already", folder, e);
            } catch (FileSystemException e) {
                LOG.trace("{} still has processes", folder, e);
                empty = false;
            }
        }
        return empty;
    }

    private static void writeIfThere(Path file, long value) {
        try {
            if (Files.exists(file)) {
                write(file, value);
            }
        } catch (IOException e) {
            LOG.debug("no limit on swap: {}", e.getMessage());
        }
    }

    private static void write(Path file, long value) throws IOException {
        Files.writeString(file, String.valueOf(value));
    }
}
