package org.rfaas.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.rfaas.cli.Rfaas;
import org.rfaas.client.ResourceManagerClient;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.Fabrics;
import org.rfaas.lease.LeaseId;
import org.rfaas.lease.Leases;
import org.rfaas.manager.LeaseTerms;
import org.rfaas.manager.ResourceManager;
import picocli.CommandLine;

/** Commands for operators against an interface with TLS. */
@Timeout(300)
class OperatorCommandsTest {
    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    @TempDir
    private Path directory;

    private final Fabric fabric = Fabrics.open("shm");
    private final ResourceManager manager = ResourceManager.start(
            fabric,
            "",
            Leases.key("k"),
            new LeaseTerms(Duration.ofHours(1), Duration.ofSeconds(5)),
            InstantSource.system(),
            TIMEOUT);
    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();
    private OperatorServer server;
    private Path configuration;

    @BeforeEach
    void start() throws Exception {
        Path token = secret("token", "0123456789abcdef-operators");
        Path password = secret("password", "changeit");
        Path keyStore = directory.resolve("keys.p12");
        Path certificate = directory.resolve("certificate.pem");
        keytool(
                "-genkeypair",
                "-alias",
                "rfaas",
                "-keyalg",
                "EC",
                "-dname",
                "CN=test",
                "-ext",
                "san=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-storepass",
                "changeit",
                "-keystore",
                keyStore.toString());
        keytool(
                "-exportcert",
                "-rfc",
                "-alias",
                "rfaas",
                "-storepass",
                "changeit",
                "-keystore",
                keyStore.toString(),
                "-file",
                certificate.toString());
        server = OperatorServer.start(
                manager,
                Optional.empty(),
                new OperatorOptions(
                        "127.0.0.1",
                        0,
                        BearerToken.read(token),
                        Optional.of(new OperatorOptions.Tls(keyStore, password))));
        configuration =
                Files.writeString(directory.resolve("rfaas.conf"), """
                operator.address = "%s"
                operator.token-file = "%s"
                operator.trusted-certificates = "%s"
                """.formatted(server.address(), token, certificate));
        manager.assume(Leases.node("node-a", 4, 16 * Leases.GIB));
    }

    @AfterEach
    void stop() {
        server.close();
        manager.close();
        fabric.close();
    }

    @Test
    void shouldDoWhatOperatorsAsk() {
        LeaseId lease;
        try (ResourceManagerClient client = ResourceManagerClient.connect(fabric, manager.address(), TIMEOUT)) {
            lease = client.lease(Leases.request(3, Duration.ofMinutes(1)))
                    .terms()
                    .lease();
        }
        assertThat(run("nodes")).isZero();
        assertThat(out.toString()).contains("NODE", "node-a  online", "FREE MIB", " 16384.0 ");
        assertThat(run("leases", "--job", "job-1")).isZero();
        assertThat(out.toString()).contains(lease.toString(), "active");
        assertThat(run("leases", "--job", "job-1", "--json")).isZero();
        assertThat(out.toString()).contains("\"lease\" : \"" + lease + "\"");
        assertThat(run("revoke", lease.toString(), "--grace", "1")).isZero();
        assertThat(run("drain", "node-a")).isZero();
        assertThat(out.toString()).contains("node node-a: draining");
        assertThat(run("resume", "node-a")).isZero();
        assertThat(run("nodes", "add", "node-b")).isZero();
        assertThat(run("drain", "node-b")).isEqualTo(1);
        assertThat(err.toString()).contains("node node-b is expected and has not registered yet");
        assertThat(run("nodes", "remove", "node-b")).isZero();
        assertThat(run("nodes", "--json")).isZero();
        assertThat(out.toString()).contains("\"freeCores\"").doesNotContain("node-b");
    }

    @Test
    void shouldDoForEachNodeWhatOneIsRefusedFor() {
        manager.assume(Leases.node("node-b", 4, 16 * Leases.GIB));
        assertThat(run("drain", "none", "node-a", "node-b", "--grace", "1")).isEqualTo(1);
        assertThat(err.toString()).hasLineCount(1).contains("no node 'none'");
        assertThat(out.toString()).isEqualToNormalizingNewlines("node node-a: drained\nnode node-b: drained\n");
        assertThat(run("resume", "node-a", "")).isEqualTo(2);
        assertThat(err.toString()).hasLineCount(1).contains("one of the names is empty");
        server.close();
        assertThat(run("resume", "node-a", "node-b")).isEqualTo(1);
        assertThat(err.toString()).as("nobody answers").hasLineCount(1);
    }

    @Test
    void shouldSayThatEveryAddressIsNoneToAsk() throws Exception {
        Files.writeString(
                configuration, Files.readString(configuration) + "operator.address = \"\"\noperator.host = 0.0.0.0\n");
        assertThat(run("nodes")).isEqualTo(2);
        assertThat(err.toString()).hasLineCount(1).contains("operator.host 0.0.0.0 is no address to ask");
    }

    @Test
    void shouldSayInOneLineWhoIsNotTrusted() throws Exception {
        Files.writeString(configuration, Files.readString(configuration) + "operator.trusted-certificates = \"\"\n");
        assertThat(run("nodes")).isEqualTo(1);
        assertThat(err.toString())
                .hasLineCount(1)
                .contains("no TLS connection: unable to find valid certification path", "operator.trusted-certificates")
                .doesNotContain("Exception");
    }

    @Test
    void shouldSayThatTrustedCertificatesAreNoneAsOfWrongUse() throws Exception {
        String original = Files.readString(configuration);
        Path file = directory.resolve("trusted.pem");
        Files.writeString(configuration, original + "operator.trusted-certificates = \"" + file + "\"\n");
        assertThat(run("nodes")).isEqualTo(2);
        assertThat(err.toString()).hasLineCount(1).contains("cannot be read: no such file or folder");
        for (String content : List.of("", "no certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n")) {
            Files.writeString(file, content);
            assertThat(run("nodes")).as(content).isEqualTo(2);
            assertThat(err.toString()).hasLineCount(1).contains("has no certificates in PEM");
        }
    }

    @Test
    void shouldSayInOneLineWhatDidNotWork() throws Exception {
        assertThat(run("drain", "none")).isEqualTo(1);
        assertThat(err.toString()).hasLineCount(1).contains("no node 'none'");
        assertThat(run("revoke", "nonsense")).isEqualTo(1);
        assertThat(err.toString()).contains("16 hexadecimal digits");
        assertThat(run("accounts")).isEqualTo(1);
        assertThat(err.toString()).contains("keeps no accounts");
        assertThat(run("accounts", "--by", "moon")).isEqualTo(2);
        assertThat(run("accounts", "--csv", "--json")).isEqualTo(2);
        assertThat(err.toString()).contains("--csv and --json");
        assertThat(run("drain", "node-a", "--grace", "-1")).isEqualTo(2);
        assertThat(run("drain", "node-a", "--grace", "x")).isEqualTo(2);
        assertThat(err.toString()).contains("'x' is no number of seconds");
        assertThat(run("drain", "node-a", "--grace", "99999999")).isEqualTo(1);
        assertThat(err.toString()).contains("graceSeconds");

        String original = Files.readString(configuration);
        Files.writeString(configuration, original + "operator.address = \"http://192.0.2.1:7070\"\n");
        assertThat(run("nodes")).isEqualTo(1);
        assertThat(err.toString()).contains("the token would travel readably to http://192.0.2.1:7070; use https");
        Files.writeString(configuration, original);

        Path wrong = secret("wrong", "another-token-0123456789");
        Files.writeString(configuration, Files.readString(configuration) + "operator.token-file = \"" + wrong + "\"\n");
        assertThat(run("nodes")).isEqualTo(1);
        assertThat(err.toString()).contains("wrong token");
        Files.setPosixFilePermissions(wrong, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(run("nodes")).isEqualTo(2);
        assertThat(err.toString()).contains("chmod 600");
    }

    private int run(String... arguments) {
        out = new StringWriter();
        err = new StringWriter();
        CommandLine commandLine =
                Rfaas.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        String[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--config";
        all[arguments.length + 1] = configuration.toString();
        return commandLine.execute(all);
    }

    private Path secret(String name, String content) throws Exception {
        Path file = Files.writeString(directory.resolve(name), content + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private static void keytool(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }
}
