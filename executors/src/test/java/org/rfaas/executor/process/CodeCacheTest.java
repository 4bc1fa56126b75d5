package org.rfaas.executor.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rfaas.function.FunctionKey;

class CodeCacheTest {
    private static final int MAX_BYTES = 400;

    @TempDir
    private Path folder;

    private CodeCache cache;

    @BeforeEach
    void open() throws IOException {
        cache = CodeCache.open(folder.resolve("code"), MAX_BYTES);
    }

    private static byte[] code(int content) {
        byte[] code = new byte[100];
        code[0] = (byte) content;
        return code;
    }

    private Path file(byte[] code) {
        return folder.resolve("code").resolve(FunctionKey.of(code).hex());
    }

    private boolean has(byte[] code) {
        return cache.forExecutor().find(FunctionKey.of(code)).isPresent();
    }

    @Test
    void shouldGiveOneExecutorWhatAnotherHasBrought() {
        cache.forExecutor().keep(FunctionKey.of(code(1)), code(1));

        assertThat(cache.forExecutor().find(FunctionKey.of(code(1)))).contains(code(1));
    }

    @Test
    void shouldNotKeepCodeUnderAnothersKey() {
        cache.forExecutor().keep(FunctionKey.of(code(1)), code(2));

        assertThat(has(code(1))).isFalse();
        assertThat(has(code(2))).isFalse();
    }

    @Test
    void shouldThrowAwayAFileThatIsNotWhatItsNameSays() throws IOException {
        cache.forExecutor().keep(FunctionKey.of(code(1)), code(1));
        Files.write(file(code(1)), code(2));

        assertThat(has(code(1))).isFalse();
        assertThat(file(code(1))).doesNotExist();
    }

    @Test
    void shouldKeepItsFolderToItself() throws IOException {
        assertThat(Files.getPosixFilePermissions(folder.resolve("code")))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void shouldMakeRoomByWhatWasUsedLongestAgo() throws IOException {
        for (int i = 0; i < 4; i++) {
            cache.forExecutor().keep(FunctionKey.of(code(i)), code(i));
            Files.setLastModifiedTime(file(code(i)), FileTime.from(Instant.ofEpochSecond(1000 + i)));
        }
        assertThat(has(code(0))).as("is used now").isTrue();

        cache.forExecutor().keep(FunctionKey.of(code(4)), code(4));

        assertThat(has(code(1))).isFalse();
        assertThat(has(code(0))).isTrue();
        assertThat(has(code(4))).isTrue();
    }

    @Test
    void shouldKeepCodeWhileAnotherManagerRemovesSome() throws IOException {
        Files.createSymbolicLink(file(code(1)), folder.resolve("removed meanwhile"));

        cache.forExecutor().keep(FunctionKey.of(code(2)), code(2));

        assertThat(has(code(2))).isTrue();
    }

    @Test
    void shouldNotLetOneExecutorFillIt() {
        CodeStore greedy = cache.forExecutor();
        greedy.keep(FunctionKey.of(code(1)), code(1));
        greedy.keep(FunctionKey.of(code(2)), code(2));

        assertThat(has(code(1))).isTrue();
        assertThat(has(code(2))).isFalse();
    }
}
