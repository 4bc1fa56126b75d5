package org.rfaas.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rfaas.lease.EndReason;
import org.rfaas.lease.LeaseBook;
import org.rfaas.lease.LeaseCertificate;
import org.rfaas.lease.LeaseId;
import org.rfaas.lease.LeaseState;
import org.rfaas.lease.Leases;
import org.rfaas.lease.NodeStatus;

class JournalTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @TempDir
    private Path directory;

    private final ManualClock clock = new ManualClock();
    private long lastId;

    @Test
    void shouldRestoreNodesAndLeasesAsTheyWere() {
        SharedBook before = open();
        before.run(book -> {
            book.register(Leases.node("a", 8, 64 * Leases.GIB), List.of());
            book.register(Leases.node("b", 8, 64 * Leases.GIB), List.of());
            grant(book); // in its client's hands
            book.hold(grant(book)); // has an executor
            book.askEnd(grant(book).lease(), EndReason.REVOKED, clock.millis() + 600_000);
            LeaseCertificate over = grant(book);
            book.reportEnd(over.lease(), EndReason.RELEASED);
            book.renew(new LeaseId(1), 120_000, clock.millis() + 1);
            book.remove("b");
        });
        Set<LeaseState> was = before.call(book -> new HashSet<>(book.leases()));
        assertThat(was).hasSize(3);

        SharedBook after = open(); // the former was not closed: as after kill -9
        assertThat(after.<Set<LeaseState>>call(book -> new HashSet<>(book.leases())))
                .isEqualTo(was);
        after.run(book -> {
            assertThat(book.nodes().rows())
                    .singleElement()
                    .satisfies(row -> assertThat(row.status()).isEqualTo(NodeStatus.AWAY));
            book.register(Leases.node("a", 8, 64 * Leases.GIB), List.of());
            assertThat(book.nodes().row("a").orElseThrow().freeCores())
                    .as("the one that had an executor has none any more")
                    .isEqualTo(6);
        });
    }

    @Test
    void shouldReadEndingsOfBeforeTheyHadAGrace() throws IOException {
        SharedBook book = open();
        LeaseCertificate lease = book.call(one -> {
            one.register(Leases.node("a", 8, 64 * Leases.GIB), List.of());
            return grant(one);
        });
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(body)) {
            out.writeByte(4);
            out.writeUTF(EndReason.REVOKED.name());
            out.writeShort(lease.canonicalBytes().length);
            out.write(lease.canonicalBytes());
        }
        CRC32C checksum = new CRC32C();
        checksum.update(body.toByteArray());
        ByteBuffer record = ByteBuffer.allocate(2 * Integer.BYTES + body.size());
        record.putInt(body.size())
                .putInt((int) checksum.getValue())
                .put(body.toByteArray())
                .flip();

        assertThat(JournalRecord.read(record))
                .isEqualTo(new JournalRecord.LeaseNow(new LeaseState.Ending(lease, EndReason.REVOKED)));
    }

    @Test
    void shouldRestoreTheOldestFirst() {
        SharedBook before = open();
        before.run(book -> {
            for (String name : List.of("c", "a", "b")) {
                book.register(Leases.node(name, 8, 64 * Leases.GIB), List.of());
            }
            for (int lease = 0; lease < 8; lease++) {
                book.grant(Leases.request(1, Duration.ofMinutes(1)), LeaseId::random, clock.millis());
            }
        });
        List<LeaseId> was = before.call(
                book -> book.leases().stream().map(LeaseState::lease).toList());

        SharedBook after = open();

        after.run(book -> {
            assertThat(book.leases()).extracting(LeaseState::lease).containsExactlyElementsOf(was);
            assertThat(book.nodes().rows())
                    .extracting(row -> row.capacity().name())
                    .containsExactly("c", "a", "b");
        });
    }

    @Test
    void shouldRestoreTheSameAfterEveryTornEnd() throws IOException {
        SharedBook before = open();
        before.run(book -> {
            book.register(Leases.node("a", 8, 64 * Leases.GIB), List.of());
            grant(book);
        });
        Path file = directory.resolve("leases.journal");
        int whole = (int) Files.size(file);
        before.run(this::grant);
        byte[] all = Files.readAllBytes(file);
        for (int length = whole; length < all.length; length++) {
            Files.write(file, Arrays.copyOf(all, length));
            assertThat(open().<Integer>call(book -> book.leases().size()))
                    .as("%d of %d bytes", length, all.length)
                    .isEqualTo(1);
        }
    }

    @Test
    void shouldStartWithADamagedJournal() throws IOException {
        long seed = 20261122;
        Random random = new Random(seed);
        SharedBook before = open();
        before.run(book -> {
            book.register(Leases.node("a", 8, 64 * Leases.GIB), List.of());
            grant(book);
            grant(book);
        });
        Path file = directory.resolve("leases.journal");
        byte[] all = Files.readAllBytes(file);
        for (int i = 0; i < 200; i++) {
            byte[] damaged = all.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, damaged);
            assertThat(open().<Integer>call(book -> book.leases().size()))
                    .as("seed %d, %d", seed, i)
                    .isLessThanOrEqualTo(2);
        }
    }

    @Test
    void shouldNotGrowWithWhatIsOver() throws IOException {
        SharedBook book = open();
        book.run(all -> {
            all.register(Leases.node("a", 8, 64 * Leases.GIB), List.of());
            for (int i = 0; i < 200_000; i++) {
                all.reportEnd(grant(all).lease(), EndReason.RELEASED);
            }
        });
        assertThat(Files.size(directory.resolve("leases.journal"))).isLessThan(20L << 20);
    }

    @Test
    void shouldLeaveNoFileThatIsOutOfDateAndWriteAgainWhenItCan() throws IOException {
        Path file = directory.resolve("leases.journal");
        SharedBook before = open();
        before.run(book -> book.register(Leases.node("a", 8, 64 * Leases.GIB), List.of()));
        Thread.currentThread().interrupt(); // fails the next write, as a full disk would
        before.run(this::grant);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(file).doesNotExist();
        before.run(this::grant);
        assertThat(file).doesNotExist();

        clock.advance(Duration.ofSeconds(10));
        before.run(this::grant);
        assertThat(open().<Integer>call(book -> book.leases().size())).isEqualTo(3);
    }

    @Test
    void shouldSayWhichDirectoryCannotBeUsed() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "x", StandardOpenOption.CREATE);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SharedBook(terms(), clock).restore(file))
                .withMessageContaining("manager.state-directory");
    }

    @Test
    void shouldKeepDecisionsOfOperators() {
        NodeDecisions before = NodeDecisions.in(directory);
        before.decide("a", NodeDecisions.Decision.DRAINING);
        before.decide("b", NodeDecisions.Decision.REMOVED);
        before.withdraw("b", NodeDecisions.Decision.DRAINING);
        before.decide("c", NodeDecisions.Decision.EXPECTED);
        before.withdraw("c", NodeDecisions.Decision.EXPECTED);
        NodeDecisions after = NodeDecisions.in(directory);
        assertThat(after.all(NodeDecisions.Decision.DRAINING)).containsExactly("a");
        assertThat(after.all(NodeDecisions.Decision.REMOVED)).containsExactly("b");
        assertThat(after.is("c", NodeDecisions.Decision.EXPECTED)).isFalse();
    }

    private SharedBook open() {
        SharedBook book = new SharedBook(terms(), clock);
        book.restore(directory);
        return book;
    }

    private static LeaseTerms terms() {
        return new LeaseTerms(Duration.ofHours(1), Duration.ofSeconds(5));
    }

    private LeaseCertificate grant(LeaseBook book) {
        return book.grant(Leases.request(1, MINUTE), () -> new LeaseId(++lastId), clock.millis())
                .getFirst();
    }
}
