package org.rfaas.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rfaas.fabric.FabricAddress;

class CertificateTest {
    private static final long EXPIRY_MS = Leases.NOW_MS + 60_000;

    private final CertificateSigner signer = new CertificateSigner(Leases.key("cluster"));
    private final LeaseCertificate certificate = Leases.certificate(42, "node-a", Leases.NOW_MS, EXPIRY_MS);
    private final SignedCertificate signed = signer.sign(certificate);

    @Test
    void shouldAcceptWhatItSigned() {
        SignedCertificate received = SignedCertificate.decode(signed.encoded());
        assertThat(received).isEqualTo(signed);
        assertThat(signer.verify(received, "node-a", Leases.INCARNATION, Leases.NOW_MS))
                .isEqualTo(certificate);
    }

    @Test
    void shouldRefuseEverySingleFlippedBit() {
        byte[] encoded = signed.encoded();
        for (int bit = 0; bit < encoded.length * 8; bit++) {
            byte[] flipped = encoded.clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThatThrownBy(() -> signer.verify(
                            SignedCertificate.decode(flipped), "node-a", Leases.INCARNATION, Leases.NOW_MS))
                    .as("bit %d", bit)
                    .satisfiesAnyOf(
                            malformed -> assertThat(malformed).isInstanceOf(IllegalArgumentException.class),
                            forged -> assertThat(problemOf(forged)).isEqualTo(CertificateProblem.FORGED));
        }
    }

    @Test
    void shouldRefuseEveryTruncation() {
        byte[] encoded = signed.encoded();
        for (int length = 0; length < encoded.length; length++) {
            byte[] shortened = Arrays.copyOf(encoded, length);
            assertThatIllegalArgumentException().isThrownBy(() -> SignedCertificate.decode(shortened));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SignedCertificate.decode(Arrays.copyOf(encoded, encoded.length + 1)));
    }

    @Test
    void shouldRefuseAnotherClustersSignature() {
        SignedCertificate foreign = new CertificateSigner(Leases.key("elsewhere")).sign(certificate);
        assertProblem(foreign, "node-a", Leases.NOW_MS, CertificateProblem.FORGED);
    }

    @Test
    void shouldRefuseAnotherNodesCertificate() {
        assertProblem(signed, "node-b", Leases.NOW_MS, CertificateProblem.WRONG_NODE);
    }

    @Test
    void shouldRefuseCertificatesFromBeforeTheExecutorManagerStarted() {
        assertThatExceptionOfType(CertificateException.class)
                .isThrownBy(() -> signer.verify(signed, "node-a", Leases.INCARNATION + 1, Leases.NOW_MS))
                .satisfies(e -> assertThat(e.problem()).isEqualTo(CertificateProblem.OUTDATED));
    }

    @Test
    void shouldRefuseFromTheMomentOfExpiry() {
        assertThat(signer.verify(signed, "node-a", Leases.INCARNATION, EXPIRY_MS - 1))
                .isEqualTo(certificate);
        assertProblem(signed, "node-a", EXPIRY_MS, CertificateProblem.EXPIRED);
    }

    @Test
    void shouldTolerateSmallClockDifferencesOnly() {
        long toleranceMs = CertificateSigner.CLOCK_TOLERANCE.toMillis();
        assertThat(signer.verify(signed, "node-a", Leases.INCARNATION, Leases.NOW_MS - toleranceMs))
                .isEqualTo(certificate);
        assertProblem(signed, "node-a", Leases.NOW_MS - toleranceMs - 1, CertificateProblem.NOT_YET_VALID);
    }

    @Test
    void shouldNotTakeANodeProofForACertificateTag() {
        ClusterKey key = Leases.key("cluster");
        NodeCapacity node = Leases.node("node-a", 4, Leases.GIB);
        AuthenticationTag proof = NodeProof.of(key, new byte[32], node);
        assertThat(proof).isEqualTo(NodeProof.of(key, new byte[32], node));
        assertThat(proof).isNotEqualTo(NodeProof.of(key, new byte[] {1}, node));
        assertProblem(new SignedCertificate(certificate, proof), "node-a", Leases.NOW_MS, CertificateProblem.FORGED);
    }

    @Test
    void shouldTakeANodeProofForNothingElseThanWhatItWasMadeOf() {
        ClusterKey key = Leases.key("cluster");
        byte[] challenge = new byte[32];
        FabricAddress address = new FabricAddress("tcp", "a:1");
        NodeCapacity node = new NodeCapacity("a", 1, address, 4, Leases.GIB);
        AuthenticationTag proof = NodeProof.of(key, challenge, node);

        assertThat(NodeProof.isGood(proof, key, challenge, node)).isTrue();
        assertThat(NodeProof.isGood(proof, Leases.key("other"), challenge, node))
                .isFalse();
        byte[] later = challenge.clone();
        later[31] = 1;
        assertThat(NodeProof.isGood(proof, key, later, node)).isFalse();
        assertThat(List.of(
                        new NodeCapacity("b", 1, address, 4, Leases.GIB),
                        new NodeCapacity("a", 2, address, 4, Leases.GIB),
                        new NodeCapacity("a", 1, new FabricAddress("tcp", "b:1"), 4, Leases.GIB),
                        new NodeCapacity("a", 1, address, 5, Leases.GIB),
                        new NodeCapacity("a", 1, address, 4, 2 * Leases.GIB)))
                .noneMatch(other -> NodeProof.isGood(proof, key, challenge, other));
    }

    @Test
    void shouldNotTakeATagThatWasMadeForAnotherPurpose() {
        ClusterKey key = Leases.key("cluster");
        byte[] message = {'b', 'c'};
        AuthenticationTag tag = key.authenticate("a", message);
        assertThat(key.isAuthentic("a", message, tag)).isTrue();
        assertThat(key.isAuthentic("x", message, tag)).isFalse();
        assertThat(key.isAuthentic("ab", new byte[] {'c'}, tag))
                .as("where the purpose ends")
                .isFalse();
    }

    @Test
    void shouldReadOnlyPrivateKeyFiles(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("key");
        ClusterKey made = ClusterKey.create(file);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(new CertificateSigner(ClusterKey.read(file))
                        .verifyOrigin(new CertificateSigner(made).sign(certificate)))
                .isEqualTo(certificate);

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClusterKey.read(file))
                .withMessageContaining("chmod 600");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClusterKey.read(directory.resolve("absent")))
                .withMessageContaining("security.key-file");
        assertThatIllegalArgumentException().isThrownBy(() -> ClusterKey.of(new byte[31]));
    }

    @Test
    void shouldAcceptBothKeysWhileTheyAreChanged(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("key");
        Path second = directory.resolve("key" + ClusterKey.SECOND_SUFFIX);
        ClusterKey.create(file);
        ClusterKey manager = ClusterKey.read(file);
        ClusterKey node = ClusterKey.read(file);
        CertificateSigner verifier = new CertificateSigner(node);
        SignedCertificate before = new CertificateSigner(manager).sign(certificate);

        ClusterKey.create(second); // first everybody accepts the new key
        verifier.verifyOrigin(before);
        Path old = directory.resolve("old");
        Files.move(file, old); // then everybody signs with it, one after the other
        Files.move(second, file);
        Files.move(old, second);
        manager.refresh();
        SignedCertificate during = new CertificateSigner(manager).sign(certificate);
        assertThat(during.tag()).isNotEqualTo(before.tag());
        verifier.verifyOrigin(during);
        verifier.verifyOrigin(before);
        NodeCapacity offered = Leases.node("node-a", 4, Leases.GIB);
        assertThat(NodeProof.isGood(NodeProof.of(node, new byte[32], offered), manager, new byte[32], offered))
                .isTrue();

        Files.delete(second); // at last nobody accepts the old one
        node.refresh();
        verifier.verifyOrigin(during);
        assertThatExceptionOfType(CertificateException.class).isThrownBy(() -> verifier.verifyOrigin(before));
    }

    @Test
    void shouldAcceptASecondKeyOnceItsRightsAreMended(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("key");
        Path second = directory.resolve("key" + ClusterKey.SECOND_SUFFIX);
        ClusterKey.create(file);
        ClusterKey key = ClusterKey.read(file);
        SignedCertificate shown = new CertificateSigner(ClusterKey.create(second)).sign(certificate);
        Files.setPosixFilePermissions(second, PosixFilePermissions.fromString("rw-r--r--"));
        key.refresh();

        Files.setPosixFilePermissions(second, PosixFilePermissions.fromString("rw-------"));

        assertThat(new CertificateSigner(key).verifyOrigin(shown)).isEqualTo(certificate);
    }

    @Test
    void shouldGoOnWithTheFormerKeyWhenTheFileIsSpoilt(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("key");
        ClusterKey.create(file);
        CertificateSigner reader = new CertificateSigner(ClusterKey.read(file));
        SignedCertificate before = reader.sign(certificate);
        Files.write(file, new byte[5]);
        reader.verifyOrigin(before);
        Files.delete(file);
        reader.verifyOrigin(before);
    }

    @Test
    void shouldRefuseAbsurdRequests() {
        Duration minute = Duration.ofMinutes(1);
        assertThatIllegalArgumentException().isThrownBy(() -> new LeaseRequest("job", 0, Leases.GIB, minute));
        assertThatIllegalArgumentException().isThrownBy(() -> new LeaseRequest("job", 5000, Leases.GIB, minute));
        assertThatIllegalArgumentException().isThrownBy(() -> new LeaseRequest("job", 1, -1, minute));
        assertThatIllegalArgumentException().isThrownBy(() -> new LeaseRequest("job", 1, Leases.GIB, Duration.ZERO));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LeaseRequest("job", 1, Leases.GIB, Duration.ofSeconds(Long.MAX_VALUE)));
        assertThatIllegalArgumentException().isThrownBy(() -> new LeaseRequest("a\nb", 1, Leases.GIB, minute));
        assertThatIllegalArgumentException().isThrownBy(() -> new LeaseRequest("", 1, Leases.GIB, minute));
        LeaseRequest request = new LeaseRequest("job", 1, Leases.GIB, minute);
        assertThatIllegalArgumentException().isThrownBy(() -> request.of("a b"));
        assertThatIllegalArgumentException().isThrownBy(() -> request.times(0, Placement.PACKED));
        assertThatIllegalArgumentException().isThrownBy(() -> request.times(13, Placement.SPREAD));
        assertThatIllegalArgumentException().isThrownBy(() -> request.at(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> request.at(10));
        assertThatIllegalArgumentException().isThrownBy(() -> request.waiting(Duration.ofMillis(-1)));
        assertThatIllegalArgumentException().isThrownBy(() -> request.waiting(Duration.ofHours(2)));
    }

    private void assertProblem(SignedCertificate given, String nodeName, long nowMs, CertificateProblem problem) {
        assertThatExceptionOfType(CertificateException.class)
                .isThrownBy(() -> signer.verify(given, nodeName, Leases.INCARNATION, nowMs))
                .satisfies(e -> assertThat(e.problem()).isEqualTo(problem));
    }

    private static CertificateProblem problemOf(Throwable thrown) {
        assertThat(thrown).isInstanceOf(CertificateException.class);
        return ((CertificateException) thrown).problem();
    }
}
