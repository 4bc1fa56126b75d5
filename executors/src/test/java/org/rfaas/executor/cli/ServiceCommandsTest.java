package org.rfaas.executor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rfaas.cli.Rfaas;
import picocli.CommandLine;

/** What service commands say of places where they cannot listen: one line with the remedy, and the exit code. */
@Timeout(240)
class ServiceCommandsTest {
    @TempDir
    Path folder;

    private final StringWriter err = new StringWriter();
    private Path key;

    @BeforeEach
    void createKey() throws IOException {
        key = Files.createFile(
                folder.resolve("key"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(key, "0123456789abcdef".repeat(4));
    }

    @ParameterizedTest(name = "{0}: {1} at {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "manager | manager.listen | eth77:0 | neither an address, a host nor a network interface",
                "manager | fabric.tcp.bind | eth77 | rfaas devices",
                "manager | manager.listen | 203.0.113.7:7000 | no network interface of this machine has that address",
                "manager | manager.listen | 0.0.0.0:7000 | name the one to listen on",
                "manager | manager.listen | nonsense | expected HOST:PORT",
                "local | manager.listen | eth77:0 | neither an address, a host nor a network interface",
                "local | executor-manager.listen | 203.0.113.7:0 | rfaas devices",
                "local | executor-manager.host | eth77 | executor-manager.host",
                "executor-manager | executor-manager.listen | eth77:0 | rfaas devices",
                "executor-manager | executor-manager.listen | [2001:db8::7]:0 | cannot listen on tcp:[2001:db8::7]:0",
                "executor-manager | executor-manager.host | eth77 | executor-manager.host",
                "executor-manager | executor-manager.host | 203.0.113.7 | executor-manager.host",
            })
    void shouldRefuseAPlaceThatThisMachineDoesNotHave(String command, String key, String value, String remedy)
            throws IOException {
        assertThat(run(command, key, value)).isEqualTo(2);
        assertOneLine(remedy);
    }

    @ParameterizedTest
    @CsvSource({"manager, manager.listen", "local, manager.listen", "executor-manager, executor-manager.listen"})
    void shouldFailWhereThePortIsInUse(String command, String key) throws IOException {
        try (ServerSocket taken = new ServerSocket()) {
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));

            assertThat(run(command, key, "127.0.0.1:" + taken.getLocalPort())).isEqualTo(1);
            assertOneLine("the port is in use; choose another, or 0 for a free one");
        }
    }

    @Test
    void shouldRefuseAPortWhereAPathIsDue() throws IOException {
        String file = configuration("manager.listen = \"127.0.0.1:7000\"\nfabric.provider = shm");
        assertThat(run("manager", file)).isEqualTo(2);
        assertOneLine("fabric.provider = tcp");
    }

    @Test
    void shouldRefuseAStateDirectoryThatCannotBe() throws IOException {
        String file = configuration("fabric.provider = tcp\nmanager.state-directory = /proc/nope");
        assertThat(run("manager", file)).isEqualTo(2);
        assertOneLine("leases cannot be kept in /proc/nope: no such file or folder; set manager.state-directory");
    }

    @ParameterizedTest
    @CsvSource({"manager", "local"})
    void shouldRefuseALedgerThatNoDriverKnows(String command) throws IOException {
        String file = configuration("fabric.provider = tcp\naccounting.ledger = \"jdbc:foo:x\"");
        assertThat(run(command, file)).isEqualTo(2);
        assertOneLine("accounting.ledger: no JDBC driver takes this address");
    }

    @ParameterizedTest
    @CsvSource({"manager", "local"})
    void shouldRefuseAPlaceWhereAccountsCannotBeKept(String command) throws IOException {
        String file = configuration("fabric.provider = tcp\naccounting.directory = /proc/nope");
        assertThat(run(command, file)).isEqualTo(2);
        assertOneLine("/proc/nope/");
        assertOneLine("no such file or folder; see accounting.directory");
    }

    @ParameterizedTest
    @CsvSource({"local", "executor-manager"})
    void shouldRefuseAUsageDirectoryThatCannotBe(String command) throws IOException {
        String file = configuration("fabric.provider = tcp\nmanager.address = \"tcp:127.0.0.1:1\"\n"
                + "executor-manager.usage-directory = /proc/nope");
        assertThat(run(command, file)).isEqualTo(2);
        assertOneLine("executor-manager.usage-directory /proc/nope cannot be used: no such file or folder");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "executor-manager.host = 127.0.0.1 | executor-manager.host is 127.0.0.1; set it to this host's address",
                "executor-manager.host = localhost | executor-manager.host is localhost; set it to this host's address",
                "executor-manager.host = 203.0.113.7 | would listen at 127.0.0.1; set fabric.tcp.bind",
            })
    void shouldRefuseANodeThatClientsOnOtherHostsWouldNotFind(String line, String remedy) throws IOException {
        String file = configuration("manager.address = \"tcp:198.51.100.1:7000\"\n" + line);
        assertThat(run("executor-manager", file)).isEqualTo(2);
        assertOneLine(remedy);
    }

    @Test
    void shouldSayWhyAKeyCannotBeRead() throws IOException {
        Files.delete(key);
        assertThat(run("manager", configuration("fabric.provider = tcp"))).isEqualTo(2);
        assertOneLine("key cannot be read: no such file or folder; set security.key-file");
    }

    @Test
    void shouldSayWhatIsNoKeyStore() throws IOException {
        Path token = Files.copy(key, folder.resolve("token"), StandardCopyOption.COPY_ATTRIBUTES);
        String file = configuration("fabric.provider = tcp\nmanager.state-directory = \"" + folder
                + "/state\"\noperator { token-file = \"" + token + "\", key-store = \"" + token
                + "\", key-store-password-file = \"" + token + "\" }");
        assertThat(run("manager", file)).isEqualTo(2);
        assertOneLine("is no PKCS#12 key store, or its password is wrong");
    }

    @Test
    void shouldServeOperatorsElsewhereWithTlsOnly() throws IOException {
        Path token = Files.copy(key, folder.resolve("token"), StandardCopyOption.COPY_ATTRIBUTES);
        String file = configuration("fabric.provider = tcp\nmanager.state-directory = \"" + folder
                + "/state\"\noperator { host = 0.0.0.0, token-file = \"" + token + "\" }");
        assertThat(run("manager", file)).isEqualTo(2);
        assertOneLine("operators are not served at 0.0.0.0 without TLS; set operator.key-store");
    }

    private int run(String command, String key, String value) throws IOException {
        return run(
                command,
                configuration("fabric.provider = tcp\nmanager.address = \"tcp:127.0.0.1:1\"\n" + key + " = \"" + value
                        + "\""));
    }

    private String configuration(String text) throws IOException {
        return Files.writeString(folder.resolve("c.conf"), "security.key-file = \"" + key + "\"\n" + text)
                .toString();
    }

    private int run(String command, String file) {
        CommandLine commandLine = Rfaas.commandLine();
        commandLine.getSubcommands().get(command).setErr(new PrintWriter(err, true));
        return commandLine.execute(command, "--config", file);
    }

    private void assertOneLine(String text) {
        List<String> lines = err.toString().lines().toList();
        assertThat(lines).hasSize(1);
        assertThat(lines.getFirst()).startsWith("rfaas: ").contains(text);
    }
}
