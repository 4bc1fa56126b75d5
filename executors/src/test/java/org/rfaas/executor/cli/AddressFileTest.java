package org.rfaas.executor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rfaas.fabric.FabricAddress;

class AddressFileTest {
    private static final FabricAddress ADDRESS = new FabricAddress("tcp", "127.0.0.1:7000");

    @TempDir
    Path folder;

    @Test
    void shouldBeThereUntilItIsClosed() throws IOException {
        Path file = folder.resolve("address");
        AddressFile address = new AddressFile(file, ADDRESS);
        address.write();
        assertThat(file).hasContent(ADDRESS.toString());
        address.close();
        assertThat(file).doesNotExist();
    }

    @Test
    void shouldLeaveALinkThatLedToIt() throws IOException {
        Path target = folder.resolve("target");
        Path link = Files.createSymbolicLink(folder.resolve("link"), target);
        AddressFile address = new AddressFile(link, ADDRESS);
        address.write();
        assertThat(target).hasContent(ADDRESS.toString());
        address.close();
        assertThat(target).doesNotExist();
        assertThat(link).isSymbolicLink();
    }

    @Test
    void shouldLeaveWhatIsSomebodyElsesByNow() throws IOException {
        Path file = folder.resolve("address");
        AddressFile address = new AddressFile(file, ADDRESS);
        address.write();
        Files.writeString(file, "tcp:127.0.0.1:7001\n");
        address.close();
        assertThat(file).hasContent("tcp:127.0.0.1:7001");
    }

    @Test
    void shouldNotRemoveWhatItNeverWrote() throws IOException {
        Path file = Files.writeString(folder.resolve("address"), ADDRESS + System.lineSeparator());
        AddressFile address = new AddressFile(file, ADDRESS);
        address.close();
        address.write(); // the service ended while it started
        assertThat(file).hasContent(ADDRESS.toString());
        Files.delete(file);
        address.write();
        assertThat(file).doesNotExist();
    }
}
