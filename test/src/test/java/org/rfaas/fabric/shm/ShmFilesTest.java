package org.rfaas.fabric.shm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rfaas.fabric.Access;
import org.rfaas.fabric.CompletionQueue;
import org.rfaas.fabric.ConnectionRequest;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.FabricException;
import org.rfaas.fabric.Fabrics;
import org.rfaas.fabric.Listener;
import org.rfaas.fabric.MemoryRegion;
import org.rfaas.fabric.QueuePair;
import org.rfaas.fabric.QueuePairOptions;
import org.rfaas.fabric.RegionDescriptor;
import org.rfaas.fabric.RemoteRegion;
import org.rfaas.file.FileTree;

/** What shm leaves on the file system: private while it lives, nothing afterwards. */
final class ShmFilesTest {
    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    @Test
    void shouldKeepEverythingToItsUserAndUnderUnguessableNames() throws IOException {
        Set<Path> before = directories();
        try (Fabric fabric = Fabrics.open("shm");
                Fabric another = Fabrics.open("shm")) {
            fabric.allocate(10_000, Set.of(Access.REMOTE_READ));
            fabric.createCompletionQueue(4);
            fabric.listen("");
            another.allocate(1, Set.of());

            Set<Path> made = directories();
            made.removeAll(before);
            List<Path> ours =
                    made.stream().filter(ShmFilesTest::isOfThisProcess).toList();
            assertThat(ours).hasSize(2);
            for (Path directory : ours) {
                assertThat(permissions(directory)).isEqualTo("rwx------");
                assertThat(directory.getFileName().toString()).matches("rfaas-[0-9a-f]{32}");
                for (Path file : list(directory)) {
                    assertThat(permissions(file)).as("%s", file).isEqualTo("rw-------");
                }
            }
            List<Path> files = list(ours.getFirst());
            files.addAll(list(ours.getLast()));
            assertThat(files)
                    .extracting(file -> file.getFileName().toString().replaceFirst("-.*", ""))
                    .containsExactlyInAnyOrder("owner", "owner", "region", "region", "doorbell", "socket");
        }
        Set<Path> left = directories();
        left.removeAll(before);
        assertThat(left).noneMatch(ShmFilesTest::isOfThisProcess);
    }

    @Test
    void shouldRemoveFilesWithWhatTheyStandFor() throws IOException {
        Path root = ShmDirectory.root();
        ShmFabric fabric = (ShmFabric) Fabrics.open("shm");
        var region = (ShmMemoryRegion) fabric.allocate(10_000, Set.of());
        var listener = fabric.listen("");
        var completions = fabric.createCompletionQueue(4);
        Path directory = Path.of(listener.address().location()).getParent();
        assertThat(directory.getParent()).isEqualTo(root);
        assertThat(list(directory)).hasSize(4);

        region.close();
        assertThat(list(directory)).hasSize(3);
        listener.close();
        assertThat(list(directory)).hasSize(2);
        completions.close();
        assertThat(list(directory)).hasSize(1);
        fabric.close();
        assertThat(directory).doesNotExist();
    }

    @Test
    void shouldLendWhatItOffersAndTakeItBackFromWhoRejectsIt() throws Exception {
        try (Fabric host = Fabrics.open("shm");
                Fabric guest = Fabrics.open("shm");
                Listener listener = host.listen("");
                CompletionQueue hosts = host.createCompletionQueue(4);
                CompletionQueue guests = guest.createCompletionQueue(4);
                MemoryRegion region = guest.allocate(64, Set.of(Access.REMOTE_READ))) {
            Path place = Path.of(listener.address().location()).getParent();
            QueuePairOptions offering = new QueuePairOptions(guests, 2, 0, List.of(region));

            CompletableFuture<QueuePair> rejected = connect(guest, listener, offering);
            ConnectionRequest request = listener.accept(TIMEOUT).orElseThrow();
            assertThat(regions(place)).hasSize(1);
            request.reject("not now");
            assertThatThrownBy(() -> rejected.get(60, TimeUnit.SECONDS)).hasMessageContaining("not now");
            assertThat(regions(place)).isEmpty();

            CompletableFuture<QueuePair> accepted = connect(guest, listener, offering);
            try (QueuePair served = listener.accept(TIMEOUT)
                            .orElseThrow()
                            .accept(new QueuePairOptions(hosts, 2, 0), new byte[0]);
                    QueuePair offered = accepted.get(60, TimeUnit.SECONDS)) {
                assertThat(offered.isConnected()).isTrue();
                assertThat(regions(place)).hasSize(1);
                try (RemoteRegion attached = served.attach(region.descriptor())) {
                    assertThat(attached.descriptor()).isEqualTo(region.descriptor());
                    assertThat(regions(place)).isEmpty();
                }
            }

            CompletableFuture<QueuePair> unused = connect(guest, listener, offering);
            try (QueuePair served =
                    listener.accept(TIMEOUT).orElseThrow().accept(new QueuePairOptions(hosts, 2, 0), new byte[0])) {
                assertThat(served.isConnected()).isTrue();
                unused.get(60, TimeUnit.SECONDS).close();
                awaitRegions(place, 0);
            }
        }
    }

    @Test
    void shouldTakeBackWhatItWasAskedForAndNobodyOpened() throws Exception {
        try (ShmDirectory host = ShmDirectory.create();
                ShmDirectory guest = ShmDirectory.create();
                ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            Path socket = host.path().resolve("socket-1");
            listener.bind(UnixDomainSocketAddress.of(socket));
            Path region = Files.createFile(guest.path().resolve("memory"));
            SocketChannel dialled = SocketChannel.open(UnixDomainSocketAddress.of(socket));
            SharedFiles guestFiles = SharedFiles.with(socket, guest.path());
            RegionExchange guests = RegionExchange.answering(dialled, guestFiles, _ -> Optional.of(region));
            Thread lifeline = Thread.ofVirtual().start(() -> {
                try (dialled) {
                    guests.serve();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                guests.end();
            });
            try (SocketChannel accepted = listener.accept()) {
                RegionExchange hosts = RegionExchange.asking(accepted, guestFiles.ringFile());
                Thread answers = Thread.ofVirtual()
                        .start(() -> assertThatCode(hosts::serve).doesNotThrowAnyException());
                assertThat(hosts.borrow(new RegionDescriptor(4096, 64, 1))).isTrue();
                assertThat(regions(host.path())).hasSize(1);
                accepted.shutdownOutput();
                lifeline.join();
                answers.join();
            }
            assertThat(regions(host.path())).isEmpty();
        }
    }

    private static CompletableFuture<QueuePair> connect(Fabric from, Listener to, QueuePairOptions options) {
        return CompletableFuture.supplyAsync(() -> from.connect(to.address(), options, new byte[0], TIMEOUT));
    }

    private static List<Path> regions(Path directory) throws IOException {
        return list(directory).stream()
                .filter(file -> file.getFileName().toString().matches("guestring-[0-9]+-region-.*"))
                .toList();
    }

    @Test
    void shouldLendARegionOverEachConnectionAnew() throws Exception {
        try (Fabric host = Fabrics.open("shm");
                Fabric guest = Fabrics.open("shm");
                Listener listener = host.listen("");
                CompletionQueue hosts = host.createCompletionQueue(4);
                CompletionQueue guests = guest.createCompletionQueue(4);
                MemoryRegion region = guest.allocate(64, Set.of(Access.REMOTE_READ));
                MemoryRegion copy = host.allocate(64, Set.of())) {
            Path place = Path.of(listener.address().location()).getParent();
            QueuePairOptions offering = new QueuePairOptions(guests, 2, 0, List.of(region));
            QueuePairOptions accepting = new QueuePairOptions(hosts, 2, 0);
            region.segment().fill((byte) 7);

            CompletableFuture<QueuePair> first = connect(guest, listener, offering);
            try (QueuePair unused = listener.accept(TIMEOUT).orElseThrow().accept(accepting, new byte[0])) {
                CompletableFuture<QueuePair> second = connect(guest, listener, offering);
                try (QueuePair served = listener.accept(TIMEOUT).orElseThrow().accept(accepting, new byte[0]);
                        QueuePair offered = second.get(60, TimeUnit.SECONDS)) {
                    assertThat(unused.isConnected()).isTrue();
                    assertThat(regions(place)).hasSize(2);
                    first.get(60, TimeUnit.SECONDS).close();
                    awaitRegions(place, 1);

                    try (RemoteRegion attached = served.attach(region.descriptor())) {
                        served.read(copy, 0, attached, 0, 64, 1);
                        assertThat(copy.segment().mismatch(region.segment())).isEqualTo(-1);
                    }
                    assertThat(offered.isConnected()).isTrue();
                    assertThat(regions(place)).isEmpty();
                }
            }
        }
    }

    @Test
    void shouldMapFilesInAThreadThatIsInterrupted() throws Exception {
        try (Fabric host = Fabrics.open("shm");
                Fabric peer = Fabrics.open("shm");
                Listener listener = host.listen("");
                CompletionQueue hosts = host.createCompletionQueue(4);
                CompletionQueue peers = peer.createCompletionQueue(4);
                MemoryRegion region = host.allocate(64, Set.of(Access.REMOTE_READ, Access.REMOTE_WRITE))) {
            CompletableFuture<QueuePair> connecting = connect(peer, listener, new QueuePairOptions(peers, 2, 0));
            try (QueuePair served = listener.accept(TIMEOUT)
                            .orElseThrow()
                            .accept(new QueuePairOptions(hosts, 2, 0), new byte[0]);
                    QueuePair connected = connecting.get(60, TimeUnit.SECONDS)) {
                assertThat(served.isConnected()).isTrue();
                Thread.currentThread().interrupt();
                try (RemoteRegion attached = connected.attach(region.descriptor());
                        MemoryRegion more = peer.allocate(64, Set.of())) {
                    assertThat(Thread.interrupted()).as("the interrupt is kept").isTrue();
                    assertThat(attached.pointer()).isPresent();
                    assertThat(more.bytes()).isEqualTo(64);
                }
            } finally {
                assertThat(Thread.interrupted()).isFalse();
            }
        }
    }

    @Test
    void shouldTellWhatItCannotMapFromWhatThePeerHasNot() throws Exception {
        try (Fabric host = Fabrics.open("shm");
                Fabric peer = Fabrics.open("shm");
                Listener listener = host.listen("");
                CompletionQueue hosts = host.createCompletionQueue(4);
                CompletionQueue peers = peer.createCompletionQueue(4)) {
            CompletableFuture<QueuePair> connecting = connect(peer, listener, new QueuePairOptions(peers, 2, 0));
            try (QueuePair served = listener.accept(TIMEOUT)
                            .orElseThrow()
                            .accept(new QueuePairOptions(hosts, 2, 0), new byte[0]);
                    QueuePair connected = connecting.get(60, TimeUnit.SECONDS)) {
                assertThat(served.isConnected()).isTrue();
                RegionDescriptor descriptor = new RegionDescriptor(4096, 64, 1);
                Path file =
                        RegionFile.path(Path.of(listener.address().location()).getParent(), descriptor);
                assertThat(connected.attach(descriptor).pointer())
                        .as("not there")
                        .isEmpty();

                Files.write(file, new byte[100]);
                assertThat(connected.attach(descriptor).pointer())
                        .as("too short")
                        .isEmpty();

                Files.delete(file);
                Files.createDirectory(file);
                assertThatThrownBy(() -> connected.attach(descriptor))
                        .isInstanceOf(FabricException.class)
                        .hasMessageContaining("cannot map");
            }
        }
    }

    @Test
    void shouldSayThatItsFolderIsGone() throws IOException {
        Fabric fabric = Fabrics.open("shm");
        Path directory = Path.of(fabric.listen("").address().location()).getParent();
        FileTree.delete(directory);
        assertThatThrownBy(() -> fabric.allocate(64, Set.of()))
                .isInstanceOf(FabricException.class)
                .hasMessageContaining(directory + " is gone");
        fabric.close();
    }

    @Test
    void shouldForgetWhatWasOpened() throws IOException {
        try (ShmDirectory host = ShmDirectory.create();
                ShmDirectory guest = ShmDirectory.create()) {
            Path region = Files.createFile(guest.path().resolve("memory"));
            SharedFiles shared = SharedFiles.with(host.path().resolve("socket-1"), guest.path());
            shared.lend(region, new RegionDescriptor(4096, 64, 1));
            Path opened = regions(host.path()).getFirst();
            Files.delete(opened);
            shared.lend(region, new RegionDescriptor(8192, 64, 2));
            Files.createFile(opened);

            shared.takeBack();

            assertThat(regions(host.path())).as("not lent any more").containsExactly(opened);
            Files.delete(opened);
        }
    }

    private static void awaitRegions(Path place, int count) throws Exception {
        long deadlineNs = System.nanoTime() + TIMEOUT.toNanos();
        while (regions(place).size() > count) {
            assertThat(System.nanoTime()).as("taken back in the end").isLessThan(deadlineNs);
            Thread.sleep(1);
        }
    }

    @Test
    void shouldSweepTheDirectoryOfAKilledProcessOnly() throws Exception {
        try (Fabric own = Fabrics.open("shm")) {
            Path ownDirectory = Path.of(own.listen("").address().location()).getParent();
            Process live = forkHolder();
            Process dead = forkHolder();
            try {
                Path liveDirectory = Path.of(live.inputReader().readLine());
                Path deadDirectory = Path.of(dead.inputReader().readLine());
                ShmDirectory.sweep();
                assertThat(deadDirectory).isNotEmptyDirectory();
                dead.destroyForcibly();
                assertThat(dead.waitFor(60, TimeUnit.SECONDS)).isTrue();

                ShmDirectory.sweep();

                assertThat(deadDirectory).doesNotExist();
                assertThat(liveDirectory).isNotEmptyDirectory();
                assertThat(ownDirectory).isNotEmptyDirectory();
                // the live owner's lock has outlived our look at it
                ShmDirectory.sweep();
                assertThat(liveDirectory).isNotEmptyDirectory();
                Process thirdParty = forkHolder();
                try {
                    assertThat(thirdParty.inputReader().readLine()).isNotNull();
                    assertThat(ownDirectory).as("after another process swept").isNotEmptyDirectory();
                } finally {
                    thirdParty.getOutputStream().close();
                    assertThat(thirdParty.waitFor(60, TimeUnit.SECONDS)).isTrue();
                }
            } finally {
                dead.destroyForcibly();
                live.getOutputStream().close();
                assertThat(live.waitFor(60, TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    @Test
    void shouldSweepFromManyThreadsAtOnce() throws Exception {
        for (int round = 0; round < 20; round++) {
            List<Path> dead = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                dead.add(abandonedDirectory("rfaas-%032x".formatted(0xdead0000L + 100L * round + i)));
            }
            CompletableFuture<?>[] sweeps = new CompletableFuture<?>[4];
            for (int i = 0; i < sweeps.length; i++) {
                sweeps[i] = CompletableFuture.runAsync(
                        ShmDirectory::sweep, task -> Thread.ofPlatform().start(task));
            }
            CompletableFuture.allOf(sweeps).get(60, TimeUnit.SECONDS);
            assertThat(dead).allMatch(Files::notExists);
        }
    }

    @Test
    void shouldSweepWhatAProcessKilledAtItsBeginningOrEndLeft() throws IOException {
        Path hidden = abandonedDirectory(".rfaas-%032x".formatted(0xbeef1L));
        Files.setLastModifiedTime(hidden, FileTime.from(Instant.now().minus(Duration.ofMinutes(5))));
        Path young = abandonedDirectory(".rfaas-%032x".formatted(0xbeef2L));
        Path withoutOwner = abandonedDirectory("rfaas-%032x".formatted(0xbeef3L));
        Files.delete(withoutOwner.resolve("owner"));
        Path stranger = Files.createDirectories(ShmDirectory.root().resolve("rfaas-not-ours"));
        try {
            ShmDirectory.sweep();
            assertThat(hidden).doesNotExist();
            assertThat(withoutOwner).doesNotExist();
            assertThat(young).as("may be in the making").exists();
            assertThat(stranger).exists();
        } finally {
            Files.delete(stranger);
            Files.delete(young.resolve("owner"));
            Files.delete(young.resolve("region-1"));
            Files.delete(young);
        }
    }

    @Test
    void shouldNameTheRemedyWhenThereIsNoSpace() throws IOException {
        try (Fabric fabric = Fabrics.open("shm")) {
            Path directory = Path.of(fabric.listen("").address().location()).getParent();
            assertThatThrownBy(() -> fabric.allocate(1L << 50, Set.of()))
                    .isInstanceOf(FabricException.class)
                    .hasMessageMatching("cannot allocate [0-9]+ bytes in /dev/shm: only [0-9]+ are free; .*")
                    .hasMessageContaining("free some space there or mount it larger");
            assertThat(list(directory)).as("nothing half made").hasSize(2);
        }
    }

    @Test
    void shouldReplaceTheSocketOfADeadListener(@TempDir Path folder) throws IOException {
        Path socket = folder.resolve("manager.socket");
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(socket));
        }
        assertThat(socket).exists();
        try (Fabric fabric = Fabrics.open("shm");
                Listener listener = fabric.listen(socket.toString())) {
            assertThat(listener.address().location()).isEqualTo(socket.toString());
            assertThat(permissions(socket)).isEqualTo("rw-------");
        }
        assertThat(socket).doesNotExist();
    }

    @Test
    void shouldRefuseTheSocketOfALiveListener(@TempDir Path folder) {
        Path socket = folder.resolve("manager.socket");
        try (Fabric first = Fabrics.open("shm");
                Fabric second = Fabrics.open("shm")) {
            first.listen(socket.toString());
            assertThatThrownBy(() -> second.listen(socket.toString()))
                    .isInstanceOf(FabricException.class)
                    .hasMessageContaining(socket.toString())
                    .hasMessageContaining("another process listens there; stop it or choose another path");
            assertThat(socket).exists();
        }
    }

    @Test
    void shouldNeverReplaceAFileThatIsNoSocket(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("thesis.tex"), "years of work");
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        try (Fabric fabric = Fabrics.open("shm")) {
            for (Path path : List.of(file, link)) {
                assertThatThrownBy(() -> fabric.listen(path.toString()))
                        .isInstanceOf(FabricException.class)
                        .hasMessageContaining("is no socket; choose another path");
            }
        }
        assertThat(file).hasContent("years of work");
        assertThat(link).isSymbolicLink();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/dev/shm",
                "/dev/shm/",
                "rfaas-00000000000000000000000000000000",
                "/tmp/rfaas-00000000000000000000000000000000",
                "/dev/shm/rfaas-0000000000000000000000000000000",
                "/dev/shm/rfaas-0000000000000000000000000000000G",
                "/dev/shm/rfaas-00000000000000000000000000000000/..",
                "/dev/shm/../tmp/rfaas-00000000000000000000000000000000",
                "/dev/shm/rfaas-00000000000000000000000000000000/../../../etc",
                "/dev/shm/nul\0byte",
                "/dev/shm/rfaas-00000000000000000000000000000000",
            })
    void shouldRefuseAPeerDirectoryThatIsNone(String text) {
        try (ShmDirectory own = ShmDirectory.create()) {
            assertThatThrownBy(() -> ShmDirectory.peer(text, own)).isInstanceOf(FabricException.class);
            assertThat(ShmDirectory.peer(own.path().toString(), own)).isEqualTo(own.path());
        }
    }

    @Test
    void shouldRefuseAPeerDirectoryOfAnotherUserAndALink() throws IOException {
        Path foreign = ShmDirectory.root().resolve("rfaas-%032x".formatted(0xf0e1L));
        Path link = ShmDirectory.root().resolve("rfaas-%032x".formatted(0xf0e2L));
        try (ShmDirectory own = ShmDirectory.create()) {
            Files.createSymbolicLink(link, own.path());
            assertThatThrownBy(() -> ShmDirectory.peer(link.toString(), own)).isInstanceOf(FabricException.class);

            Files.createDirectory(foreign);
            assumeTrue(giveToNobody(foreign), "only root can give a directory to another user");
            assertThatThrownBy(() -> ShmDirectory.peer(foreign.toString(), own)).isInstanceOf(FabricException.class);
        } finally {
            Files.deleteIfExists(link);
            Files.deleteIfExists(foreign);
        }
    }

    private static boolean giveToNobody(Path directory) {
        try {
            Files.setOwner(
                    directory,
                    directory.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static Path abandonedDirectory(String name) throws IOException {
        Path directory = Files.createDirectory(ShmDirectory.root().resolve(name));
        Files.createFile(directory.resolve("owner"));
        Files.createFile(directory.resolve("region-1"));
        return directory;
    }

    /** Another JVM that holds a fabric until its stdin ends. */
    private static Process forkHolder() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:-UsePerfData",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Main class of {@link #forkHolder}. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] arguments) throws IOException {
            try (Fabric fabric = Fabrics.open("shm")) {
                fabric.allocate(5000, Set.of());
                System.out.println(
                        Path.of(fabric.listen("").address().location()).getParent());
                while (System.in.read() >= 0) {
                    Thread.onSpinWait();
                }
            }
        }
    }

    /** Its maker keeps the file with its lock open. */
    private static boolean isOfThisProcess(Path directory) {
        Path owner = directory.resolve("owner");
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.anyMatch(descriptor -> leadsTo(descriptor, owner));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean leadsTo(Path descriptor, Path file) {
        try {
            return Files.readSymbolicLink(descriptor).equals(file);
        } catch (IOException e) {
            return false; // closed meanwhile
        }
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static Set<Path> directories() throws IOException {
        try (Stream<Path> all = Files.list(ShmDirectory.root())) {
            return new HashSet<>(
                    all.filter(path -> path.getFileName().toString().startsWith("rfaas-"))
                            .toList());
        }
    }

    private static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return new ArrayList<>(all.toList());
        }
    }
}
