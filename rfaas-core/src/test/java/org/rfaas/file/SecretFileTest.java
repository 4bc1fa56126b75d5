package org.rfaas.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretFileTest {
    @TempDir
    Path folder;

    private Path file;
    private SecretFile secret;

    @BeforeEach
    void name() {
        file = folder.resolve("secret");
        secret = new SecretFile(file, "some.key-file");
    }

    @Test
    void shouldReadAllOrTheFirstLine() throws IOException {
        write("one\ntwo\n", "rw-------");
        assertThat(secret.read()).asString(StandardCharsets.UTF_8).isEqualTo("one\ntwo\n");
        assertThat(secret.firstLine()).isEqualTo("one");
        write("", "r--------");
        assertThat(secret.firstLine()).isEmpty();
    }

    @Test
    void shouldRefuseWhatOthersCanReadOrWrite() throws IOException {
        for (String mode : new String[] {"rw-r-----", "rw--w----", "rw----r--", "rw-----w-"}) {
            write("secret", mode);
            assertThatIllegalArgumentException()
                    .isThrownBy(secret::firstLine)
                    .withMessageContaining("some.key-file " + file)
                    .withMessageContaining(mode)
                    .withMessageContaining("chmod 600 " + file);
        }
    }

    @Test
    void shouldSayWhichFileCannotBeReadAndWhatToSet() {
        assertThatIllegalArgumentException()
                .isThrownBy(secret::read)
                .withMessage("some.key-file " + file
                        + " cannot be read: no such file or folder; set some.key-file to a file of mode 0600");
    }

    @Test
    void shouldRefuseWhatIsNoTextOrTooLong() throws IOException {
        write("", "rw-------");
        Files.write(file, new byte[] {-1, -1});
        assertThatIllegalArgumentException().isThrownBy(secret::firstLine).withMessageContaining("no text in UTF-8");
        Files.write(file, new byte[SecretFile.MAX_BYTES + 1]);
        assertThatIllegalArgumentException().isThrownBy(secret::read).withMessageContaining("longer than 4096 bytes");
    }

    private void write(String text, String mode) throws IOException {
        Files.deleteIfExists(file);
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }
}
