package org.rfaas.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateFolderTest {
    @TempDir
    Path parent;

    private Path folder;

    @BeforeEach
    void name() {
        folder = parent.resolve("above/folder");
    }

    @Test
    void shouldMakeItAndThoseAboveForTheUserAlone() throws IOException {
        PrivateFolder.make(folder);
        assertThat(mode(folder)).isEqualTo("rwx------");
        assertThat(mode(folder.getParent())).isEqualTo("rwx------");
    }

    @Test
    void shouldTakeTheUsersOwnAndShutOutReaders() throws IOException {
        makeWithMode("rwxr-xr-x");
        Path kept = Files.writeString(folder.resolve("kept"), "kept");
        PrivateFolder.make(folder);
        PrivateFolder.make(folder);
        assertThat(mode(folder)).isEqualTo("rwx------");
        assertThat(kept).hasContent("kept");
    }

    @Test
    void shouldRefuseOneThatOthersCouldWriteTo() throws IOException {
        for (String mode : new String[] {"rwxrwx---", "rwx----w-", "rwxrwxrwx"}) {
            makeWithMode(mode);
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> PrivateFolder.make(folder))
                    .withMessageContaining(mode)
                    .withMessageContaining("chmod 700 " + folder);
            assertThat(mode(folder)).as("left as it was").isEqualTo(mode);
        }
    }

    @Test
    void shouldRefuseALinkEvenToAFolderOfTheUsers() throws IOException {
        Path target = Files.createDirectories(parent.resolve("target"));
        Files.createDirectories(folder.getParent());
        Files.createSymbolicLink(folder, target);
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> PrivateFolder.make(folder))
                .withMessageContaining("link");
    }

    @Test
    void shouldRefuseOneOfAnotherUser() throws IOException {
        assumeThat(Files.getOwner(Path.of("/proc/self")).getName())
                .as("root alone gives folders away")
                .isEqualTo("root");
        makeWithMode("rwx------");
        Files.setOwner(
                folder, folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> PrivateFolder.make(folder))
                .withMessageContaining("it belongs to nobody");
    }

    private void makeWithMode(String mode) throws IOException {
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(mode));
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
