package org.rfaas.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.rfaas.config.RfaasConfig;
import org.rfaas.fabric.FabricAddress;

/** The tcp fabric between two hosts whose network works, is bad, and is gone. */
@Timeout(300)
class TwoHostsIT {
    private static final long HEARTBEAT_TIMEOUT_MS = 1500;

    /** With room for a stalled machine; without heartbeats it would be 18 s. */
    private static final long NOTICE_MS = HEARTBEAT_TIMEOUT_MS + 10_000;

    @TempDir
    private static Path folder;

    private static TwoHosts hosts;

    private ChildJvm peer;
    private ChildJvm client;

    @BeforeAll
    static void setUpHosts() throws IOException {
        TwoHosts.whyNot().ifPresent(reason -> assumeTrue(false, "no network namespaces here: " + reason));
        hosts = TwoHosts.create();
        for (TwoHosts.Host host : TwoHosts.Host.values()) {
            Files.writeString(configuration(host), """
                    fabric.tcp {
                      bind = %s
                      heartbeat-interval = 250 ms
                      heartbeat-timeout = %d ms
                    }
                    """.formatted(hosts.address(host), HEARTBEAT_TIMEOUT_MS));
        }
    }

    private static Path configuration(TwoHosts.Host host) {
        return folder.resolve(host + ".conf");
    }

    private static ChildJvm start(TwoHosts.Host host, Class<?> main, String... arguments) {
        List<String> around = new ArrayList<>(hosts.prefix(host));
        around.addAll(List.of("env", RfaasConfig.FILE_VARIABLE + "=" + configuration(host)));
        return ChildJvm.start(around, false, List.of(), main, arguments);
    }

    @AfterAll
    static void removeHosts() {
        if (hosts != null) {
            hosts.close();
        }
    }

    @BeforeEach
    void startProcesses() {
        peer = start(TwoHosts.Host.RIGHT, FabricPeerMain.class, "tcp", "");
        FabricAddress address = FabricAddress.parse(peer.answer());
        assertThat(address.location()).startsWith(hosts.address(TwoHosts.Host.RIGHT) + ":");
        client = start(TwoHosts.Host.LEFT, FabricClientMain.class, address.toString());
        assertThat(client.answer()).isEqualTo("ready");
        assertThat(client.ask("connect")).startsWith("ok");
    }

    @AfterEach
    void stopProcesses() {
        if (client != null) {
            client.close();
        }
        if (peer != null) {
            peer.close();
        }
    }

    @Test
    void shouldExchangeBetweenHosts() {
        assertThat(client.ask("exchange 500 1")).isEqualTo("ok 500");
    }

    @Test
    void shouldExchangeOverABadNetwork() {
        hosts.impair(Duration.ofMillis(20), 0.01);
        try {
            assertThat(client.ask("exchange 40 2")).isEqualTo("ok 40");
            assertThat(client.ask("connect")).startsWith("ok");
            assertThat(client.ask("exchange 10 3")).isEqualTo("ok 10");
        } finally {
            hosts.repair();
        }
    }

    @Test
    void shouldNoticeThatTheLinkIsDownAndServeAgainWhenItIsUp() {
        assertThat(client.ask("exchange 5 4")).isEqualTo("ok 5");
        hosts.linkDown();
        try {
            assertThat(milliseconds(client.ask("lost 20000"))).isLessThan(NOTICE_MS);
            requireIdle(peer);
        } finally {
            hosts.linkUp();
        }
        assertThat(client.ask("connect")).startsWith("ok");
        assertThat(client.ask("exchange 20 5")).isEqualTo("ok 20");
    }

    @Test
    void shouldNoticeThatThePeerIsStopped() {
        assertThat(client.ask("exchange 5 6")).isEqualTo("ok 5");
        peer.signal("STOP");
        assertThat(milliseconds(client.ask("lost 20000"))).isLessThan(NOTICE_MS);
    }

    @Test
    void shouldOutliveALinkThatIsDownForLessThanTheHeartbeat() throws InterruptedException {
        assertThat(client.ask("exchange 5 7")).isEqualTo("ok 5");
        hosts.linkDown();
        Thread.sleep(HEARTBEAT_TIMEOUT_MS / 4);
        hosts.linkUp();
        assertThat(client.ask("exchange 20 8")).isEqualTo("ok 20");
    }

    private static long milliseconds(String answer) {
        assertThat(answer).startsWith("ok ");
        return Long.parseLong(answer.substring(3));
    }

    /** No thread may spin over a peer that is gone. */
    private static void requireIdle(ChildJvm jvm) {
        long before = cpuMs(jvm);
        try {
            Thread.sleep(1000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        assertThat(cpuMs(jvm) - before).as("CPU milliseconds in a second").isLessThan(200);
    }

    private static long cpuMs(ChildJvm jvm) {
        return Long.parseLong(jvm.ask("statistics").split(" ", -1)[3]);
    }
}
