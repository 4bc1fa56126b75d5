package org.rfaas.executor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files in folders, in place of the kernel's. */
class GroupLayoutTest {
    @TempDir
    private Path root;

    @Test
    void shouldFindTheGroupsOfEachControllerAndTheRootWhereAContainerHidesThem() throws IOException {
        Path memory = Files.createDirectories(root.resolve("memory/job"));
        Path cpu = Files.createDirectories(root.resolve("cpu,cpuacct"));
        Path unified = Files.createDirectories(root.resolve("unified"));
        List<String> mounts = List.of(
                "tmpfs /dev/shm tmpfs rw 0 0",
                "cgroup " + root.resolve("memory") + " cgroup rw,relatime,memory 0 0",
                "cgroup " + cpu + " cgroup rw,relatime,cpu,cpuacct 0 0",
                "cgroup2 " + unified + " cgroup2 rw 0 0");
        List<String> groups = List.of("5:memory:/job", "2:cpu,cpuacct:/not/seen/here", "0::/");

        Map<String, Path> own = GroupLayout.ownGroups(mounts, groups);

        assertThat(own)
                .containsEntry("memory", memory)
                .containsEntry("cpu", cpu)
                .containsEntry("cpuacct", cpu);
        assertThat(own.get("").normalize()).isEqualTo(unified);
        assertThat(own).doesNotContainKey("pids");
    }

    @Test
    void shouldWriteTheLimitsOfVersionTwo() throws IOException {
        GroupLayout layout = new GroupLayout(true, root, root, Optional.of(root));
        ControlGroup group = new ControlGroup(layout, "rfaas-1-1");
        Path folder = root.resolve("rfaas-1-1");

        group.limitMemory(1 << 20);
        group.limitProcesses(99);

        assertThat(group.pin(List.of(1, 3))).isTrue();
        assertThat(group.doors()).containsExactly(folder.resolve("cgroup.procs"));
        assertThat(folder.resolve("memory.max")).hasContent("1048576");
        assertThat(folder.resolve("pids.max")).hasContent("99");
        assertThat(folder.resolve("cpuset.cpus")).hasContent("1,3");
        Files.writeString(folder.resolve("memory.events"), "low 0\noom 1\noom_kill 0\n");
        assertThat(group.ranOutOfMemory()).isFalse();
        Files.writeString(folder.resolve("memory.events"), "low 0\noom 1\noom_kill 2\n");
        assertThat(group.ranOutOfMemory()).isTrue();
        Files.delete(folder.resolve("memory.events"));
        Files.createDirectory(folder.resolve("memory.events"));
        assertThat(group.ranOutOfMemory()).as("opens but cannot be read").isFalse();
    }
}
