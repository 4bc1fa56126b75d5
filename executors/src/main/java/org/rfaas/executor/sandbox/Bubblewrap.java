package org.rfaas.executor.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * bubblewrap (bwrap(1)): namespaces without a daemon, an image or privileges. The process sees the system's libraries, what
 * it is given access to, a private /tmp, and a /proc with itself alone. It has no capabilities, and a system call filter.
 *
 * @param program bwrap's path
 * @param filters files with the assembled filters; empty on machines whose system calls are not known
 */
record Bubblewrap(Path program, Optional<Filters> filters) implements Isolation {
    private static final int FILTER_DESCRIPTOR = 9;

    /** What root may write in any namespace, so a sandbox that root starts could too: these files ask for no capability. */
    private static final List<String> KERNEL_SETTINGS = List.of(
            "/proc/sys", "/proc/sysrq-trigger", "/proc/irq", "/proc/bus", "/proc/fs", "/proc/acpi", "/proc/scsi");

    /** The filter of a process without and of one with a network. */
    record Filters(Path local, Path network) {
        /** Writes both into a folder. */
        static Filters write(SystemCalls calls, Path folder) throws IOException {
            return new Filters(
                    Files.write(folder.resolve("local.bpf"), SystemCallFilter.assemble(calls, false)),
                    Files.write(folder.resolve("network.bpf"), SystemCallFilter.assemble(calls, true)));
        }
    }

    @Override
    public String name() {
        return "bwrap";
    }

    @Override
    public List<String> command(HostAccess access, List<String> inside) {
        List<String> command = new ArrayList<>();
        // bwrap takes the filter by descriptor, and Java starts no process with more than three
        filters.ifPresent(both -> command.addAll(List.of(
                "/bin/sh",
                "-c",
                "exec " + FILTER_DESCRIPTOR + "<\"$0\"; exec \"$@\"",
                (access.network() ? both.network() : both.local()).toString())));
        command.add(program.toString());
        command.addAll(
                List.of("--die-with-parent", "--new-session", "--cap-drop", "ALL", "--unshare-user", "--unshare-pid"));
        command.addAll(List.of("--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try", "--hostname", "executor"));
        if (!access.network()) {
            command.add("--unshare-net");
        }
        filters.ifPresent(_ -> command.addAll(List.of("--seccomp", String.valueOf(FILTER_DESCRIPTOR))));
        command.addAll(List.of("--clearenv", "--setenv", "HOME", "/tmp", "--setenv", "LANG", "C.UTF-8"));
        command.addAll(List.of("--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"));
        KERNEL_SETTINGS.forEach(path -> bind(command, "--ro-bind-try", Path.of(path)));
        SystemFiles.readable().forEach(path -> bind(command, "--ro-bind", path));
        SystemFiles.links().forEach(link -> command.addAll(List.of("--symlink", targetOf(link), link.toString())));
        if (access.network()) {
            SystemFiles.READ_FOR_NETWORK.forEach(path -> bind(command, "--ro-bind-try", Path.of(path)));
            bind(command, "--dev-bind-try", Path.of("/dev/infiniband"));
        }
        access.readable().forEach(path -> bind(command, "--ro-bind", path));
        access.writable().forEach(path -> bind(command, "--bind", path));
        // not even its memory-backed places outside of /tmp
        command.addAll(List.of("--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/tmp", "--"));
        command.addAll(inside);
        return command;
    }

    private static void bind(List<String> command, String how, Path path) {
        command.addAll(List.of(how, path.toString(), path.toString()));
    }

    private static String targetOf(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + link, e);
        }
    }
}
