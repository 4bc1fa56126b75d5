package org.rfaas.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.fabric.FabricSettings;

class RfaasConfigTest {
    private static final Pattern ROW = Pattern.compile("\\| `([a-z.-]+)` \\| (`([^`]*)`|empty) \\|.*");

    private static final String WRONG = """
        fabric.provider = []
        fabric.tcp.bind = ""
        fabric.tcp.heartbeat-interval = 0 s
        fabric.tcp.heartbeat-timeout = 600 ms
        fabric.tcp.socket-buffer = 3 GiB
        fabric.verbs.address = []
        manager.listen = {}
        manager.address = here
        manager.node-lost-after = -1 s
        manager.state-directory = "\\u0000"
        lease.default-duration = 2 h
        lease.max-duration = 1 ms
        lease.memory-per-core = 1 B
        lease.expiry-margin = -1 s
        lease.max-cores-per-user = -1
        lease.max-waiting-per-user = 3000000000
        security.key-file = "\\u0000"
        executor-manager.node-name = "a b"
        executor-manager.listen = []
        executor-manager.host = []
        executor-manager.cores = 100000
        executor-manager.memory = some
        executor-manager.pin-workers = maybe
        executor-manager.usage-directory = "\\u0000"
        executor-manager.reconnect-min = 0 s
        executor-manager.reconnect-max = 1 ms
        executor-manager.max-code-size = 1 TiB
        executor-manager.code-cache = "\\u0000"
        executor-manager.code-cache-size = some
        executor-manager.max-deadline = 0 s
        executor.hot-timeout = sometimes
        executor.deadline = 0 s
        executor.slots = 100000
        executor.slot-bytes = 3 GiB
        executor.start-timeout = 0 s
        executor.end-grace = -1 s
        executor.sandbox = sand
        executor.podman-root = "\\u0000"
        executor.aot-cache = "\\u0000"
        executor.pool.size = -1
        executor.pool.memory = 1 B
        executor.pool.min-free-memory = some
        accounting.directory = "\\u0000"
        accounting.ledger = postgres
        accounting.ledger-user = []
        accounting.ledger-password-file = "\\u0000"
        accounting.interval = 1 ms
        accounting.price.core-hour = -1
        accounting.price.execution-hour = -1
        accounting.price.hot-polling-hour = free
        control.timeout = 0 s
        offload.workers = 0
        offload.max-workers = -1
        offload.min-gain = 2
        offload.start-wait = -1 s
        offload.answer-timeout = 0 s
        offload.retry-min = 0 s
        offload.retry-max = 1 ms
        operator.token-file = "\\u0000"
        operator.host = []
        operator.port = 70000
        operator.key-store = store
        operator.key-store-password-file = password
        operator.address = "http://a b"
        operator.trusted-certificates = "\\u0000"
        """;

    @TempDir
    Path directory;

    static Stream<String> wrongValues() {
        return WRONG.lines();
    }

    @Test
    void shouldHaveDefaults() {
        RfaasConfig config = RfaasConfig.load(Optional.empty(), Map.of());
        assertThat(config.lease().defaultDuration()).isEqualTo(Duration.ofSeconds(60));
        assertThat(config.executor().layout().slotBytes()).isEqualTo(1 << 20);
        assertThat(config.manager().address()).isEmpty();
        assertThat(config.fabric()).isEqualTo(new FabricConfig("auto", FabricSettings.DEFAULTS));
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> config.manager().requireAddress())
                .withMessageContaining("rfaas local");
    }

    @Test
    void shouldTakeTheFileFromTheEnvironmentAndLetTheEnvironmentNameTheManager() {
        Path file = write("manager.address = \"shm:/a\"\nexecutor { hot-timeout = always, slots = 9 }");
        RfaasConfig config = RfaasConfig.load(Optional.empty(), Map.of("RFAAS_CONFIG", file.toString()));
        assertThat(config.manager().address()).contains(new FabricAddress("shm", "/a"));
        assertThat(config.executor().hotTimeoutNs()).isEqualTo(Long.MAX_VALUE);
        assertThat(config.executor().layout().slots()).isEqualTo(9);
        assertThat(RfaasConfig.load(Optional.of(file), Map.of("RFAAS_MANAGER", "shm:/b"))
                        .manager()
                        .address())
                .contains(new FabricAddress("shm", "/b"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "executor.slot-byts = 1; 1: unknown key 'executor.slot-byts'",
                "executor { slots = 2, foo.bar = 3 }; unknown key 'executor.foo'",
                "speed = 3; unknown key 'speed'",
                "executor = 3; 'executor' is a section",
                "executor.slots = many; executor.slots = many is no whole number",
                "offload.workers = 3000000000; offload.workers = 3000000000 is no whole number",
                "offload.min-gain = much; offload.min-gain = much is no number",
                "executor-manager.pin-workers = 1; executor-manager.pin-workers = 1 is neither true nor false",
                "executor-manager.memory = some; executor-manager.memory = some is no size; write for example 4 MiB",
                "manager.listen = []; manager.listen = [] is no text",
                "lease.default-duration = soon; lease.default-duration = soon is no duration; write for example 5 s",
                "lease.default-duration = 5; lease.default-duration = 5 has no unit; write for example 5 s",
                "executor.deadline = \"5\"; executor.deadline = 5 has no unit; write for example 5 s",
                "executor.slots = 0; executor.slots = 0 is not in 1..256",
                "executor.slot-bytes = 3 TiB; executor.slot-bytes = 3 TiB is not in 512..1073741824",
                "executor.hot-timeout = sometimes; executor.hot-timeout",
                "lease.default-duration = 2 h; lease.default-duration",
                "lease.max-duration = 1 ms; lease",
                "manager.address = here; here",
                "fabric.tcp.heartbeat-timeout = 900 ms; fabric.tcp.heartbeat-timeout (900 ms) must be at least twice",
                "fabric.tcp.heartbeat-interval = 2 h; fabric.tcp.heartbeat-interval",
                "fabric.tcp.bind = \"\"; fabric.tcp.bind is empty",
                "fabric.tcp.heartbeat-interval-ms = 500; unknown key 'fabric.tcp.heartbeat-interval-ms'",
                "control.timeout = 0 s; control.timeout",
                "operator.host = a_b; operator.host 'a_b' is neither a host's name nor its address",
                "executor { slots = ; conf"
            })
    void shouldRefuseWithOneLineThatNamesFileAndKey(String text, String expected) {
        Path file = write(text);
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> RfaasConfig.load(Optional.of(file), Map.of()))
                .withMessageContaining(expected)
                .withMessageContaining(file.getFileName().toString())
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
    }

    @Test
    void shouldSayWhyAFileCannotBeRead() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> RfaasConfig.load(Optional.empty(), Map.of("RFAAS_CONFIG", directory.toString())))
                .withMessage(directory + " is a folder; name a file");
        Path missing = directory.resolve("missing");
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> RfaasConfig.load(Optional.of(missing), Map.of()))
                .withMessage(missing + " cannot be read: no such file or folder");
    }

    @Test
    void shouldSayWhereTheEnvironmentIsWrong() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> RfaasConfig.load(Optional.empty(), Map.of("RFAAS_WORKERS", "x")))
                .withMessage("RFAAS_WORKERS: offload.workers = x is no whole number");
    }

    @Test
    void shouldKnowAWrongValueOfEveryKey() {
        assertThat(wrongValues().map(line -> line.substring(0, line.indexOf(" = "))))
                .containsExactlyInAnyOrderElementsOf(ConfigSource.reference().entrySet().stream()
                        .map(Map.Entry::getKey)
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("wrongValues")
    void shouldNameFileAndLineAndKeyOfAWrongValue(String line) {
        Path file = write("# one\n# two\n" + line + "\n");
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> RfaasConfig.load(Optional.of(file), Map.of()))
                .satisfies(e -> assertThat(e.getMessage())
                        .matches(".*rfaas\\.conf: ?3: .*")
                        .contains(line.substring(0, line.indexOf(" = "))));
    }

    @Test
    void shouldNameTheVariableWithAWrongValue() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> RfaasConfig.load(Optional.empty(), Map.of("RFAAS_WORKERS", "0")))
                .withMessageContaining("RFAAS_WORKERS: offload.workers 0 is not in 1..");
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, http://127.0.0.1:7070",
        "head-1.cluster, http://head-1.cluster:7070",
        "::1, http://[::1]:7070",
        "[::1], http://[::1]:7070"
    })
    void shouldFindOperatorsWhereTheyAreServed(String host, String expected) {
        RfaasConfig config = RfaasConfig.load(Optional.of(write("operator.host = \"" + host + "\"")), Map.of());
        assertThat(config.operator().target()).hasToString(expected);
    }

    @Test
    void shouldRefuseAManagerOfAnUnknownProvider() {
        RfaasConfig config = RfaasConfig.load(Optional.empty(), Map.of("RFAAS_MANAGER", "udp:127.0.0.1:7"));
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> config.manager().requireAddress())
                .withMessageContaining("manager.address is udp:127.0.0.1:7: unknown fabric provider 'udp'");
    }

    @Test
    void shouldRefuseAFileThatIsNotThere() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> RfaasConfig.load(Optional.of(directory.resolve("none.conf")), Map.of()))
                .withMessageContaining("none.conf");
    }

    @Test
    void shouldDocumentEveryKeyWithItsDefault() throws IOException {
        Map<String, String> reference = new TreeMap<>();
        for (Map.Entry<String, ConfigValue> entry : ConfigSource.reference().entrySet()) {
            assertThat(entry.getValue().valueType()).isNotEqualTo(ConfigValueType.NULL);
            reference.put(entry.getKey(), entry.getValue().unwrapped().toString());
        }
        Map<String, String> documented = new TreeMap<>();
        for (String line : Files.readAllLines(Path.of("..", "docs", "configuration.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                documented.put(row.group(1), row.group(3) == null ? "" : row.group(3));
            }
        }
        assertThat(documented).isEqualTo(reference);
    }

    private Path write(String text) {
        try {
            return Files.writeString(directory.resolve("rfaas.conf"), text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
