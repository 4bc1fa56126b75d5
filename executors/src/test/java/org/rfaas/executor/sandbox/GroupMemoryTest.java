package org.rfaas.executor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files in folders, in place of the kernel's. */
class GroupMemoryTest {
    @TempDir
    private Path root;

    @Test
    void shouldTakeTheTightestGroupOfVersionTwo() throws IOException {
        Path job = Files.createDirectories(root.resolve("slurm/job"));
        write(job, "memory.max", "max");
        write(job, "memory.current", "700");
        write(job.getParent(), "memory.max", "1000");
        write(job.getParent(), "memory.current", "900");
        write(job.getParent(), "memory.stat", "anon 600\ninactive_file 300\nactive_file 0");

        GroupMemory memory = GroupMemory.of(List.of("cgroup2 " + root + " cgroup2 rw 0 0"), List.of("0::/slurm/job"));

        assertThat(memory.limitBytes()).hasValue(1000);
        assertThat(memory.availableBytes()).hasValue(400);
    }

    @Test
    void shouldTakeTheTightestGroupOfVersionOne() throws IOException {
        Path job = Files.createDirectories(root.resolve("job"));
        write(job, "memory.limit_in_bytes", "1000");
        write(job, "memory.usage_in_bytes", "200");
        write(root, "memory.limit_in_bytes", "9223372036854771712");
        write(root, "memory.usage_in_bytes", "100000");
        write(root, "memory.stat", "inactive_file 7\ntotal_inactive_file 10");

        GroupMemory memory =
                GroupMemory.of(List.of("cgroup " + root + " cgroup rw,memory 0 0"), List.of("4:memory:/job", "0::/"));

        assertThat(memory.limitBytes()).hasValue(1000);
        assertThat(memory.availableBytes()).hasValue(800);
    }

    @Test
    void shouldHaveNoLimitWhereNoneIsSaid() {
        GroupMemory memory = GroupMemory.of(List.of("cgroup2 " + root + " cgroup2 rw 0 0"), List.of("0::/"));

        assertThat(memory.limitBytes()).isEqualTo(OptionalLong.empty());
        assertThat(memory.availableBytes()).isEqualTo(OptionalLong.empty());
    }

    @Test
    void shouldHaveNothingLeftInAGroupThatIsFull() throws IOException {
        write(root, "memory.max", "1000");
        write(root, "memory.current", "1004");

        GroupMemory memory = GroupMemory.of(List.of("cgroup2 " + root + " cgroup2 rw 0 0"), List.of("0::/"));

        assertThat(memory.availableBytes()).hasValue(0);
    }

    private static void write(Path folder, String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text + "\n");
    }
}
