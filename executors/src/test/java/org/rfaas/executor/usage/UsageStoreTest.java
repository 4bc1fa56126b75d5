package org.rfaas.executor.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rfaas.accounting.Usage;

class UsageStoreTest {
    @TempDir
    Path parent;

    private UsageStore open() throws IOException {
        return UsageStore.open(parent.resolve("usage"));
    }

    @Test
    void shouldGiveEveryExecutorAPageInAFolderOfItsOwn() throws IOException {
        try (UsageStore store = open()) {
            UsageBox one = store.newBox(2);
            UsageBox other = store.newBox(2);
            assertThat(one.folder()).isNotEqualTo(other.folder());
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(one.folder())))
                    .isEqualTo("rwx------");
            try (UsagePage page = UsagePage.open(one.page())) {
                assertThat(page.workers()).isEqualTo(2);
                assertThat(page.total()).isEqualTo(Usage.NONE);
            }
        }
    }

    @Test
    void shouldLeaveNothingOfABoxThatCouldNotBeFinished() throws IOException {
        try (UsageStore store = open()) {
            Thread.currentThread().interrupt();
            try {
                assertThatExceptionOfType(ClosedByInterruptException.class).isThrownBy(() -> store.newBox(2));
            } finally {
                assertThat(Thread.interrupted()).isTrue();
            }
        }
        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void shouldKeepCountsWhenTheWriterIsGone() throws IOException {
        try (UsageStore store = open()) {
            UsageBox box = store.newBox(2);
            try (UsagePage page = UsagePage.openToWrite(box.page())) {
                page.meter(0).invoked(7, 5);
                WorkerMeter second = page.meter(1);
                second.invoked(7, 5);
                second.polled(3);
                second.ran(1);
            }
            try (UsagePage page = UsagePage.open(box.page())) {
                assertThat(page.total()).isEqualTo(new Usage(8 + 7, 3, 2, 10));
            }
        }
    }

    @Test
    void shouldSayInsteadOfDyingThatAnExecutorHasTruncatedItsPage() throws IOException {
        try (UsageStore store = open()) {
            UsageBox box = store.newBox(200);
            try (UsagePage page = UsagePage.open(box.page());
                    RandomAccessFile vandal = new RandomAccessFile(box.page().toFile(), "rw")) {
                vandal.setLength(0);
                assertThatExceptionOfType(IOException.class)
                        .isThrownBy(page::total)
                        .withMessageContaining("truncated");
            }
        }
    }

    @Test
    void shouldCountNothingForNonsenseOnAPage() throws IOException {
        try (UsageStore store = open()) {
            UsageBox box = store.newBox(1);
            Files.write(
                    box.page(),
                    new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0, 0, 0, 0, 0, 5},
                    StandardOpenOption.WRITE);
            try (UsagePage page = UsagePage.open(box.page())) {
                assertThat(page.total()).isEqualTo(new Usage(0, 0, 5, 0));
            }
        }
    }

    @Test
    void shouldNotFollowALinkThatAnExecutorPutInPlaceOfItsPage() throws IOException {
        try (UsageStore store = open()) {
            UsageBox box = store.newBox(1);
            Path other = Files.write(parent.resolve("other"), new byte[64]);
            Files.delete(box.page());
            Files.createSymbolicLink(box.page(), other);
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> UsagePage.open(box.page()));
        }
    }

    @Test
    void shouldRefuseAFolderThatAnotherManagerUses() throws IOException {
        UsageStore store = open();
        try (store) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(this::open)
                    .withMessageContaining("executor-manager.usage-directory");
        }
    }

    @Test
    void shouldRefuseAFolderThatSomebodyElseMadeOrCanWriteTo() throws IOException {
        Path folder = Files.createDirectory(parent.resolve("usage"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThatExceptionOfType(IOException.class).isThrownBy(this::open).withMessageContaining("rwxrwxrwx");
        assertThat(folder).isEmptyDirectory();

        Files.move(folder, parent.resolve("elsewhere"));
        Files.createSymbolicLink(folder, parent.resolve("elsewhere"));
        assertThatExceptionOfType(IOException.class).isThrownBy(this::open).withMessageContaining("link");
        assertThat(parent.resolve("elsewhere")).isEmptyDirectory();
    }

    @Test
    void shouldRemoveBoxesThatNobodyWasToldOfAndNotesThatAreNone() throws IOException {
        UsageBox box;
        try (UsageStore store = open()) {
            box = store.newBox(1);
            Files.writeString(parent.resolve("usage/0123.lease"), "nonsense");
        }
        try (UsageStore store = open()) {
            assertThat(store.leftBehind()).isEmpty();
            assertThat(box.folder()).doesNotExist();
            assertThat(parent.resolve("usage/0123.lease")).doesNotExist();
        }
        assertThat(parent.resolve("usage")).as("nothing is left").doesNotExist();
    }
}
