package org.rfaas.apps.harness;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextFileTest {
    @TempDir
    Path folder;

    @Test
    void shouldRefuseACountThatTheFileIsTooShortFor() throws InputException, IOException {
        Path path = Files.writeString(folder.resolve("a"), "1 2 3");
        try (TextFile file = new TextFile(path)) {
            assertThatCode(() -> file.requireRoomFor(3, "numbers", 2)).doesNotThrowAnyException();
            assertThatExceptionOfType(InputException.class)
                    .isThrownBy(() -> file.requireRoomFor(4, "numbers", 2))
                    .withMessageEndingWith("4 numbers are more than the file's 5 bytes can hold");
        }
    }

    @Test
    void shouldNotAskADeviceForItsLength() throws InputException {
        try (TextFile file = new TextFile(Path.of("/dev/zero"))) {
            assertThatCode(() -> file.requireRoomFor(4, "numbers", 2)).doesNotThrowAnyException();
        }
    }
}
