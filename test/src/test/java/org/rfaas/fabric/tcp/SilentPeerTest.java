package org.rfaas.fabric.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.fabric.FabricSettings;
import org.rfaas.hosts.ChildJvm;
import org.rfaas.hosts.FabricExchange;
import org.rfaas.hosts.FabricPeerMain;

/** A peer that is there, but says nothing any more. */
@Timeout(240)
class SilentPeerTest {
    @Test
    void shouldNoticeAStoppedPeerWithinTheHeartbeatTimeout() {
        FabricSettings.Tcp options = FabricSettings.DEFAULTS.tcp();
        try (TcpFabric fabric = new TcpFabric(options);
                ChildJvm peer = ChildJvm.start(List.of(), false, List.of(), FabricPeerMain.class, "tcp", "");
                FabricExchange exchange = new FabricExchange(fabric, FabricAddress.parse(peer.answer()))) {
            exchange.run(20, 1);

            peer.signal("STOP");

            // with room for a stalled machine; without heartbeats it would be 18 s
            assertThat(exchange.awaitLoss(Duration.ofSeconds(20)))
                    .isLessThan(options.heartbeatTimeout().plusSeconds(10));
        }
    }

    @Test
    void shouldOutliveAPeerThatIsStoppedForLessThanTheHeartbeatTimeout() throws InterruptedException {
        FabricSettings.Tcp options = FabricSettings.DEFAULTS.tcp();
        FabricSettings.Tcp patient = new FabricSettings.Tcp(
                options.bind(), Duration.ofMillis(250), Duration.ofSeconds(10), options.socketBufferBytes());
        try (TcpFabric fabric = new TcpFabric(patient);
                ChildJvm peer = ChildJvm.start(List.of(), false, List.of(), FabricPeerMain.class, "tcp", "");
                FabricExchange exchange = new FabricExchange(fabric, FabricAddress.parse(peer.answer()))) {
            exchange.run(5, 2);
            peer.signal("STOP");
            Thread.sleep(1000); // some heartbeats are missing
            peer.signal("CONT");
            exchange.run(5, 3);
        }
    }
}
