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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.fabric.FabricSettings;

class RfaasConfigTest {
    private static final Pattern ROW = Pattern.compile("\\| `([a-z.-]+)` \\| (`([^`]*)`|empty) \\|.*");

    @TempDir
    Path directory;

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
                "executor.slots = many; executor.slots",
                "executor.slots = 0; 0 slots",
                "executor.slot-bytes = 3 TiB; bytes a slot",
                "executor.hot-timeout = sometimes; executor.hot-timeout",
                "lease.default-duration = 2 h; lease.default-duration",
                "lease.max-duration = 1 ms; lease",
                "manager.address = here; here",
                "fabric.tcp.heartbeat-timeout = 900 ms; fabric.tcp.heartbeat-timeout (900 ms) must be at least twice",
                "fabric.tcp.heartbeat-interval = 2 h; fabric.tcp.heartbeat-interval",
                "fabric.tcp.bind = \"\"; fabric.tcp.bind is empty",
                "fabric.tcp.heartbeat-interval-ms = 500; unknown key 'fabric.tcp.heartbeat-interval-ms'",
                "control.timeout = 0 s; control.timeout",
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
    void shouldRefuseAFileThatIsNotThere() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> RfaasConfig.load(Optional.of(directory.resolve("none.conf")), Map.of()))
                .withMessageContaining("none.conf");
    }

    @Test
    void shouldDocumentEveryKeyWithItsDefault() throws IOException {
        Map<String, String> reference = new TreeMap<>();
        for (Map.Entry<String, ConfigValue> entry : RfaasConfig.reference().entrySet()) {
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
