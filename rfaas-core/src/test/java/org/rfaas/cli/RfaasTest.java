package org.rfaas.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.Fabrics;
import org.rfaas.lease.Leases;
import org.rfaas.manager.LeaseTerms;
import org.rfaas.manager.ResourceManager;
import picocli.CommandLine;

class RfaasTest {
    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void shouldHelpAndTellItsVersionEverywhere() {
        assertThat(Rfaas.commandLine().getSubcommands())
                .containsKeys("manager", "status", "config", "devices", "invoke", "completion");
        for (String command : Rfaas.commandLine().getSubcommands().keySet()) {
            assertThat(run(command, "--help")).as(command).isZero();
            assertThat(run(command, "--version")).as(command).isZero();
        }
        assertThat(run("--help")).isZero();
        assertThat(run("--version")).isZero();
        assertThat(out.toString()).contains("Usage: rfaas status").contains("on Java 25");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void shouldPrintACompletionScriptWithItsCommands() {
        assertThat(run("completion")).isZero();
        assertThat(out.toString()).contains("complete -F _complete_rfaas").contains("status");
    }

    @Test
    void shouldAnswerMisuseWithOneLineAndExitCodeTwo() {
        assertThat(run()).isEqualTo(2);
        assertThat(run("dance")).isEqualTo(2);
        assertThat(run("status", "--yaml")).isEqualTo(2);
        assertThat(run("invoke")).isEqualTo(2);
        assertThat(run("invoke", "--class", "A", "--class-path", "/none")).isEqualTo(2);
        assertThat(err.toString().lines()).hasSize(5).allMatch(line -> line.startsWith("rfaas: "));
        assertThat(err.toString().lines())
                .startsWith(
                        "rfaas: which command? see rfaas --help",
                        "rfaas: no command 'dance'; see rfaas --help",
                        "rfaas: Unknown option: '--yaml'; see rfaas status --help");
    }

    @Test
    void shouldRefuseAnOutputBeforeTheWork() {
        String file = directory.resolve("nowhere/out").toString();
        assertThat(run("invoke", "--class", "A", "--class-path", "a.jar", "--output", file))
                .isEqualTo(2);
        assertThat(err.toString()).contains("there is no folder " + directory.resolve("nowhere"));
    }

    @Test
    void shouldAnswerWrongConfigurationWithExitCodeTwo() throws IOException {
        Path file = Files.writeString(directory.resolve("c.conf"), "manger.address = x");
        assertThat(run("status", "--config", file.toString())).isEqualTo(2);
        assertThat(run("manager", "--config", empty())).isEqualTo(2);
        Path nowhere = Files.writeString(directory.resolve("n.conf"), "manager.address = x");
        assertThat(run("status", "--config", nowhere.toString())).isEqualTo(2);
        assertThat(err.toString())
                .contains("unknown key 'manger'")
                .contains("security.key-file")
                .contains("n.conf:1: manager.address 'x' is no fabric address");
    }

    @Test
    void shouldShowTheConfigurationInEffect() throws IOException {
        String file = Files.writeString(directory.resolve("c.conf"), "lease.max-duration = 7 m")
                .toString();
        assertThat(run("config", "--config", file)).isZero();
        assertThat(out.toString().lines())
                .contains("lease.max-duration = 7 m", "lease.default-duration = 60 s", "manager.listen =");
        out.getBuffer().setLength(0);
        assertThat(run("config", "lease.max-duration", "--config", file)).isZero();
        assertThat(out).hasToString("7 m" + System.lineSeparator());
        assertThat(run("config", "lease.color")).isEqualTo(2);
        assertThat(err.toString()).contains("no key 'lease.color'");
    }

    @Test
    void shouldAnswerFailureWithOneLineAndExitCodeOne() throws IOException {
        String file = Files.writeString(directory.resolve("c.conf"), "manager.address = \"shm:/nowhere\"")
                .toString();
        assertThat(run("status", "--config", file)).isEqualTo(1);
        assertThat(err.toString().lines()).hasSize(1).allMatch(line -> line.contains("no resource manager at"));
    }

    @Test
    void shouldShowAnEmptyCluster() throws IOException {
        LeaseTerms terms = new LeaseTerms(Duration.ofHours(1), Duration.ofSeconds(5));
        try (Fabric fabric = Fabrics.open("shm");
                ResourceManager manager = ResourceManager.start(
                        fabric, "", Leases.key("k"), terms, InstantSource.system(), Duration.ofMinutes(1))) {
            String file = Files.writeString(
                            directory.resolve("c.conf"), "manager.address = \"" + manager.address() + "\"")
                    .toString();
            assertThat(run("status", "--config", file)).isZero();
            assertThat(out.toString()).contains("NODE").contains("LEASE");
            assertThat(run("status", "--json", "--config", file)).isZero();
            assertThat(out.toString()).contains("\"nodes\" : [ ]");
        }
    }

    @Test
    void shouldKeepTheColumnsOfNodesWithLongNames() throws IOException {
        LeaseTerms terms = new LeaseTerms(Duration.ofHours(1), Duration.ofSeconds(5));
        try (Fabric fabric = Fabrics.open("shm");
                ResourceManager manager = ResourceManager.start(
                        fabric, "", Leases.key("k"), terms, InstantSource.system(), Duration.ofMinutes(1))) {
            manager.assume(Leases.node("n1", 4, Leases.GIB));
            manager.assume(Leases.node("ip-10-0-0-17.eu-west-1.compute.internal", 4, Leases.GIB));
            String file = Files.writeString(
                            directory.resolve("c.conf"), "manager.address = \"" + manager.address() + "\"")
                    .toString();
            assertThat(run("status", "--config", file)).isZero();
        }
        String table = out.toString();
        assertThat(table.lines().filter(line -> line.contains("online")).map(line -> line.indexOf("online")))
                .hasSize(2)
                .containsOnly(table.lines().toList().get(2).indexOf("STATE"));
    }

    @Test
    void shouldShowDevicesAndWhyAProviderWouldBeUsedOrNot() throws IOException {
        assertThat(run("devices", "--config", empty())).isZero();
        assertThat(out.toString())
                .containsPattern("shm +this host +works here")
                .containsPattern("tcp +lo +1 +UP +loopback")
                .contains("limits of /dev/shm: bytes ");

        String onlyTcp = Files.writeString(directory.resolve("tcp.conf"), "fabric.provider = tcp")
                .toString();
        out.getBuffer().setLength(0);
        assertThat(run("devices", "--json", "--config", onlyTcp)).isZero();
        Map<String, Object> answer = JSON.std.mapFrom(out.toString());
        assertThat(answer).containsEntry("configured", "tcp");
        assertThat((List<?>) answer.get("providers"))
                .extracting(row -> ((Map<?, ?>) row).get("name") + " " + ((Map<?, ?>) row).get("usedFor") + " "
                        + ((Map<?, ?>) row).get("why"))
                .contains("shm nothing fabric.provider is tcp", "tcp all hosts works here");
    }

    @Test
    void shouldRefuseAProviderThatDoesNotExist() throws IOException {
        String file = Files.writeString(directory.resolve("c.conf"), "fabric.provider = ethernet")
                .toString();
        assertThat(run("devices", "--config", file)).isEqualTo(2);
        assertThat(err.toString().lines()).hasSize(1).allMatch(line -> line.contains("'ethernet'; known: auto, shm"));
    }

    private String empty() throws IOException {
        return Files.writeString(directory.resolve("empty.conf"), "").toString();
    }

    private int run(String... arguments) {
        CommandLine commandLine = Rfaas.commandLine();
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        commandLine.getSubcommands().values().forEach(command -> {
            command.setOut(new PrintWriter(out, true));
            command.setErr(new PrintWriter(err, true));
        });
        return commandLine.execute(arguments);
    }
}
