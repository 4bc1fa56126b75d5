package org.rfaas.executor.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * podman run --rootfs: for sites whose executors need the libraries of an image. The image is a folder, so nothing is
 * pulled or copied; the JDK and the project come from the host. The control group is ours, podman makes none, which of the
 * runtimes crun can do and runc cannot.
 *
 * @param program podman's path
 * @param image folder with an unpacked image
 * @param configuration a containers.conf of our own, since defaults of distributions differ
 */
record Podman(Path program, Path image, Path configuration) implements Isolation {
    /** Default ulimits and journald events are refused or missing inside of other containers. */
    private static final String CONFIGURATION = """
            [containers]
            default_ulimits = []
            [engine]
            cgroup_manager = "cgroupfs"
            events_logger = "file"
            runtime = "crun"
            """;

    /** Where machines with both versions of control groups mount the second; crun refuses to run where it sees that. */
    private static final Path UNIFIED = Path.of("/sys/fs/cgroup/unified");

    private static final List<String> WITHOUT_UNIFIED = List.of(
            "/usr/bin/env",
            "unshare",
            "--mount",
            "--propagation",
            "private",
            "/bin/sh",
            "-c",
            "umount " + UNIFIED + " && exec \"$@\"",
            "podman");

    static Podman configured(Path program, Path image, Path folder) throws IOException {
        if (Programs.find("crun").isEmpty()) {
            throw new SandboxException(
                    "crun is not installed, with which podman runs; install it, or set executor.sandbox=bwrap");
        }
        return new Podman(program, image, Files.writeString(folder.resolve("containers.conf"), CONFIGURATION));
    }

    @Override
    public String name() {
        return "podman";
    }

    @Override
    public List<String> command(HostAccess access, List<String> inside) {
        List<String> command = new ArrayList<>(Files.isDirectory(UNIFIED) ? WITHOUT_UNIFIED : List.of());
        // its monitor leaves a file named oom where it was started, when a container runs out of memory
        command.addAll(
                List.of("/usr/bin/env", "--chdir=" + configuration.getParent(), "CONTAINERS_CONF=" + configuration));
        command.addAll(List.of(program.toString(), "run", "--rm", "--interactive", "--cgroups=disabled"));
        command.addAll(List.of("--read-only", "--cap-drop", "all", "--security-opt", "no-new-privileges"));
        command.addAll(List.of("--log-driver", "none", "--tmpfs", "/tmp", "--workdir", "/tmp", "--env", "HOME=/tmp"));
        command.addAll(List.of("--network", access.network() ? "host" : "none", "--hostname", "executor"));
        access.readable().forEach(path -> mount(command, path, "ro"));
        access.writable().forEach(path -> mount(command, path, "rw"));
        if (access.network() && Files.exists(Path.of("/dev/infiniband"))) {
            command.addAll(List.of("--device", "/dev/infiniband"));
        }
        command.addAll(List.of("--rootfs", image.toString()));
        command.addAll(inside);
        return command;
    }

    private static void mount(List<String> command, Path path, String how) {
        command.addAll(List.of("--volume", path + ":" + path + ":" + how));
    }
}
