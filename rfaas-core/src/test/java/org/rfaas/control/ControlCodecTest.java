package org.rfaas.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.fabric.FabricOffer;
import org.rfaas.lease.AccessToken;
import org.rfaas.lease.AuthenticationTag;
import org.rfaas.lease.CertificateSigner;
import org.rfaas.lease.EndReason;
import org.rfaas.lease.LeaseCertificate;
import org.rfaas.lease.LeaseId;
import org.rfaas.lease.Leases;
import org.rfaas.lease.NodeCapacity;
import org.rfaas.lease.NodeStatus;
import org.rfaas.lease.NodeTable;
import org.rfaas.lease.Placement;
import org.rfaas.lease.SignedCertificate;
import org.rfaas.wire.SlotLayout;

class ControlCodecTest {
    private static final SignedCertificate CERTIFICATE =
            new CertificateSigner(Leases.key("k")).sign(Leases.certificate(-1, "node-a", 1, Long.MAX_VALUE));
    private static final NodeCapacity LARGEST_NODE = new NodeCapacity(
            "n".repeat(64), Long.MIN_VALUE, new FabricAddress("shm", "/" + "x".repeat(290)), 4096, 1L << 46);

    private static final SignedCertificate LARGEST_CERTIFICATE = new CertificateSigner(Leases.key("k"))
            .sign(new LeaseCertificate(
                    new LeaseId(-1),
                    "j".repeat(64),
                    "u".repeat(64),
                    LARGEST_NODE.name(),
                    LARGEST_NODE.incarnation(),
                    LARGEST_NODE.address(),
                    4096,
                    1L << 46,
                    1,
                    Long.MAX_VALUE));

    static Stream<ControlMessage> everyMessage() {
        return Stream.of(
                new ControlMessage.RequestLease(Leases.request(3, Duration.ofHours(2))),
                new ControlMessage.RequestLease(Leases.request(3, Duration.ofHours(2))
                        .of("ada")
                        .times(12, Placement.SPREAD)
                        .at(9)
                        .waiting(Duration.ofSeconds(3))),
                new ControlMessage.RenewLease(CERTIFICATE, Duration.ofMillis(12_345)),
                new ControlMessage.ReleaseLease(CERTIFICATE),
                new ControlMessage.ListNodes(""),
                new ControlMessage.ListNodes("node-a"),
                new ControlMessage.ListLeases(7),
                new ControlMessage.HoldLeases(List.of()),
                new ControlMessage.HoldLeases(Collections.nCopies(ControlMessage.MAX_PAGE, CERTIFICATE)),
                new ControlMessage.RegisterNode(LARGEST_NODE, AuthenticationTag.of(new byte[32])),
                new ControlMessage.Allocate(
                        CERTIFICATE,
                        new SlotLayout(4, 1 << 20),
                        Long.MAX_VALUE,
                        5_000_000,
                        List.of(new FabricOffer("shm", "host/1"), new FabricOffer("tcp", ""))),
                new ControlMessage.ExtendAllocation(CERTIFICATE),
                new ControlMessage.ReleaseAllocation(new LeaseId(9)),
                new ControlMessage.Done(),
                new ControlMessage.Refused(RefusalCode.NO_CAPACITY, "keine Kerne — ä€😀".repeat(200)),
                new ControlMessage.LeaseGranted(CERTIFICATE),
                new ControlMessage.LeasesGranted(
                        Collections.nCopies(ControlMessage.MAX_PAGE, LARGEST_CERTIFICATE), Duration.ofSeconds(7)),
                new ControlMessage.Allocated(new FabricAddress("shm", "/run/x"), AccessToken.random()),
                new ControlMessage.NodePage(
                        Collections.nCopies(
                                ControlMessage.MAX_PAGE, new NodeTable.Row(LARGEST_NODE, 1, 2, NodeStatus.DRAINED)),
                        true),
                new ControlMessage.LeasePage(
                        Collections.nCopies(
                                ControlMessage.MAX_PAGE,
                                new LeaseRow(
                                        new LeaseId(1), "j".repeat(64), "u".repeat(64), "n".repeat(64), 1, 2, 3, true)),
                        false),
                new ControlMessage.LeaseEnding(new LeaseId(1), EndReason.REVOKED, Duration.ofSeconds(2)),
                new ControlMessage.LeaseEnded(new LeaseId(1), EndReason.LOST, "exit code 137"));
    }

    @ParameterizedTest
    @MethodSource("everyMessage")
    void shouldReadWhatItWrote(ControlMessage message) {
        ControlFrame frame = frame(message);
        assertThat(ControlCodec.decode(encode(frame))).isEqualTo(frame);
    }

    @ParameterizedTest
    @MethodSource("everyMessage")
    void shouldRefuseEveryTruncationAndEveryTail(ControlMessage message) {
        byte[] whole = encode(frame(message));
        for (int length = 0; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> ControlCodec.decode(part)).isInstanceOf(ProtocolException.class);
        }
        assertThatThrownBy(() -> ControlCodec.decode(Arrays.copyOf(whole, whole.length + 1)))
                .isInstanceOf(ProtocolException.class);
    }

    @Test
    void shouldAnswerDamagedAndRandomFramesWithProtocolExceptionsOnly() {
        long seed = 20260101;
        Random random = new Random(seed);
        List<byte[]> valid =
                everyMessage().map(message -> encode(frame(message))).toList();
        for (int i = 0; i < 10_000; i++) {
            byte[] bytes;
            if (random.nextBoolean()) {
                byte[] original = valid.get(random.nextInt(valid.size()));
                bytes = Arrays.copyOf(original, random.nextInt(original.length) + 1);
                for (int flips = random.nextInt(4); flips >= 0; flips--) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
                }
            } else {
                bytes = new byte[random.nextInt(200)];
                random.nextBytes(bytes);
                if (bytes.length > 4) {
                    bytes[0] = ControlCodec.VERSION;
                    bytes[1] = (byte) random.nextInt(70);
                    bytes[2] = 0;
                    bytes[3] = 0;
                }
            }
            try {
                ControlCodec.decode(bytes);
            } catch (ProtocolException e) {
                assertThat(e).hasMessageNotContaining("null");
            } catch (RuntimeException e) {
                fail("seed " + seed + ", frame " + i + ": " + Arrays.toString(bytes), e);
            }
        }
    }

    @Test
    void shouldRefuseOtherVersions() {
        byte[] bytes = encode(frame(new ControlMessage.Done()));
        bytes[0]++;
        assertThatThrownBy(() -> ControlCodec.decode(bytes))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("version 3");
    }

    private static ControlFrame frame(ControlMessage message) {
        return new ControlFrame(message instanceof ControlMessage.Notice ? 0 : 77, message);
    }

    private static byte[] encode(ControlFrame frame) {
        ByteBuffer buffer = ByteBuffer.allocate(ControlFrame.MAX_BYTES);
        return Arrays.copyOf(buffer.array(), ControlCodec.encode(frame, buffer));
    }
}
