package org.rfaas.executor.sandbox;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sandbox of one executor, from before its start until nothing of it runs any more. */
public final class Confinement implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Confinement.class);

    /** A JVM has about twenty threads of its own. */
    private static final int BASE_PROCESSES = 96;

    private static final int PROCESSES_PER_CORE = 64;

    private final Isolation isolation;
    private final HostAccess access;
    private final Optional<ControlGroup> group;
    private final CoreBook book;
    private List<Integer> cores = List.of();
    private long memoryBytes;
    private boolean closed;

    Confinement(Isolation isolation, HostAccess access, Optional<ControlGroup> group, CoreBook book) {
        this.isolation = isolation;
        this.access = access;
        this.group = group;
        this.book = book;
    }

    /** The command that starts a program in this sandbox, a member of its control group from its first instruction on. */
    public List<String> command(List<String> program) {
        List<String> inside = isolation.command(access, program);
        if (group.isEmpty()) {
            return inside;
        }
        List<Path> doors = group.get().doors();
        String join = IntStream.rangeClosed(1, doors.size())
                .mapToObj(i -> "echo $$ >\"${" + i + "}\" && ")
                .collect(Collectors.joining());
        List<String> command = new ArrayList<>();
        command.addAll(List.of("/bin/sh", "-c", join + "shift " + doors.size() + " && exec \"$@\"", "executor"));
        doors.forEach(door -> command.add(door.toString()));
        command.addAll(inside);
        return command;
    }

    /**
     * Limits it to a lease's memory, and processes in proportion to its cores. Once; before the program runs, or while it
     * waits.
     *
     * @throws IOException when the kernel refuses
     */
    public synchronized void limit(long bytes, int coreCount) throws IOException {
        memoryBytes = bytes;
        if (group.isPresent()) {
            group.get().limitMemory(bytes);
            group.get().limitProcesses(BASE_PROCESSES + PROCESSES_PER_CORE * coreCount);
        }
    }

    /**
     * Keeps it on a lease's cores. Once, and late: a virtual machine that starts has work for more of them. Nothing happens
     * when it has ended.
     *
     * @param chosen their numbers; empty for the least used ones
     * @return the numbers of the cores it is pinned to; empty when it may use all
     * @throws IOException when the kernel refuses
     */
    public synchronized List<Integer> pin(int coreCount, List<Integer> chosen) throws IOException {
        if (group.isEmpty() || closed) {
            return List.of();
        }
        if (chosen.isEmpty()) {
            cores = book.take(coreCount);
        }
        List<Integer> onto = chosen.isEmpty() ? cores : chosen;
        return group.get().pin(onto) ? onto : List.of();
    }

    /** Which limit has ended the program, as a client should read it; empty when none has. */
    public synchronized Optional<String> breach() {
        return group.filter(ControlGroup::ranOutOfMemory)
                .map(_ -> "it took more than the " + (memoryBytes >> 20)
                        + " MiB of its lease; lease more memory (lease.memory-per-core)");
    }

    /** Ends what is left, and gives everything back. Idempotent. */
    @Override
    public synchronized void close() {
        closed = true;
        group.ifPresent(ControlGroup::close);
        book.giveBack(cores);
        LOG.trace("cores {} are free", cores);
        cores = List.of();
    }
}
