package org.rfaas.executor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Beside folders of other processes, where everybody may make some. */
class ScratchFolderTest {
    private final Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    private final Path odd = temporary.resolve("rfaas-sandbox-1x-" + UUID.randomUUID());
    private final Path huge = temporary.resolve("rfaas-sandbox-99999999999999999999-" + UUID.randomUUID());
    /** No process has this number: Linux has fewer than 2²². */
    private final Path abandoned = temporary.resolve("rfaas-sandbox-999999999-" + UUID.randomUUID());

    @AfterEach
    void remove() throws IOException {
        Files.deleteIfExists(odd);
        Files.deleteIfExists(huge);
        Files.deleteIfExists(abandoned);
    }

    @Test
    void shouldBeMadeWhateverNamesOthersHaveGiven() throws IOException {
        Files.createDirectory(odd);
        Files.createDirectory(huge);
        Files.createDirectory(abandoned);
        try (ScratchFolder folder = ScratchFolder.create()) {
            assertThat(folder.path()).isDirectory();
        }
        assertThat(odd).exists();
        assertThat(huge).exists();
        assertThat(abandoned).doesNotExist();
    }

    @Test
    void shouldPassOverWhatAnotherProcessHasRemovedFirst() throws IOException {
        UserPrincipal user = Files.getOwner(temporary);
        assertThatCode(() -> ScratchFolder.removeIfOf(user, abandoned)).doesNotThrowAnyException();
    }
}
