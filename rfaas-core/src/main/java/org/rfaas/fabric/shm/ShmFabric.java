package org.rfaas.fabric.shm;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.rfaas.fabric.Access;
import org.rfaas.fabric.Cause;
import org.rfaas.fabric.ChannelDeadline;
import org.rfaas.fabric.CompletionQueue;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.fabric.FabricCapabilities;
import org.rfaas.fabric.FabricException;
import org.rfaas.fabric.FabricResources;
import org.rfaas.fabric.Listener;
import org.rfaas.fabric.MemoryRegion;
import org.rfaas.fabric.QueuePair;
import org.rfaas.fabric.QueuePairOptions;
import org.rfaas.fabric.RegionDescriptor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An opened shm fabric: its directory, and everything made from it. */
final class ShmFabric implements Fabric {
    static final Logger LOG = LoggerFactory.getLogger(ShmFabric.class);
    private static final FabricCapabilities CAPABILITIES =
            new FabricCapabilities(true, true, Rendezvous.MAX_PRIVATE_DATA_BYTES);

    private final FabricResources resources = new FabricResources();
    private final ShmDirectory directory;
    private final AtomicLong serial = new AtomicLong();

    ShmFabric(ShmDirectory directory) {
        this.directory = directory;
    }

    @Override
    public String provider() {
        return ShmFabricProvider.NAME;
    }

    @Override
    public FabricCapabilities capabilities() {
        return CAPABILITIES;
    }

    @Override
    public MemoryRegion allocate(long bytes, Set<Access> access) {
        if (bytes < 1 || bytes > Long.MAX_VALUE - RegionFile.HEADER_BYTES) {
            throw new FabricException("cannot allocate a region of " + bytes + " bytes");
        }
        return resources.add(new ShmMemoryRegion(this, directory.path(), bytes, access));
    }

    @Override
    public CompletionQueue createCompletionQueue(int depth) {
        return resources.add(new ShmCompletionQueue(this, freshFile("doorbell")));
    }

    @Override
    public Listener listen(String location) {
        return resources.add(new ShmListener(this, location.isEmpty() ? freshFile("socket") : Path.of(location)));
    }

    @Override
    public QueuePair connect(FabricAddress peer, QueuePairOptions options, byte[] privateData, Duration timeout) {
        CAPABILITIES.requirePrivateData(provider(), privateData);
        if (!peer.provider().equals(ShmFabricProvider.NAME)) {
            throw new FabricException("cannot connect to " + peer + " over shm");
        }
        ShmCompletionQueue completions = own(options.completions());
        SharedFiles shared = SharedFiles.with(Path.of(peer.location()), directory.path());
        SocketChannel channel = openChannel();
        Future<?> deadline = ChannelDeadline.closeAfter(channel, timeout);
        try (shared) {
            channel.connect(UnixDomainSocketAddress.of(peer.location()));
            long ringBytes = Ring.bytes(options.depth(), options.maxMessageBytes());
            MemorySegment rings = MappedFile.create(shared.ringFile(), 2 * ringBytes, Arena.ofAuto());
            for (MemoryRegion region : options.offered()) {
                offer(region.descriptor(), shared);
            }
            Rendezvous.send(
                    channel,
                    new Rendezvous.Hello(
                            ShmFabricProvider.VERSION,
                            directory.path().toString(),
                            shared.asGuest(),
                            shared.ringFile().getFileName().toString(),
                            shared.nameFor(completions.doorbellFile()),
                            options.depth(),
                            options.maxMessageBytes(),
                            privateData));
            return switch (Rendezvous.receiveAnswer(channel)) {
                case Rendezvous.Answer.Rejected rejected ->
                    throw new FabricException(peer + " rejected the connection: " + rejected.reason());
                case Rendezvous.Answer.Accepted accepted -> {
                    Path peerDirectory = ShmDirectory.peer(accepted.directory(), directory);
                    QueuePair queuePair = start(
                            completions,
                            new Rendezvous.Established(
                                    channel,
                                    peerDirectory,
                                    peerDirectory,
                                    accepted.privateData(),
                                    rings.asSlice(0, ringBytes),
                                    rings.asSlice(ringBytes),
                                    openDoorbell(peerDirectory, accepted.doorbellFile()),
                                    options.depth(),
                                    options.maxMessageBytes()),
                            RegionExchange.answering(channel, shared, this::sharedRegion));
                    shared.met();
                    yield queuePair;
                }
            };
        } catch (IOException | IllegalArgumentException e) {
            FabricResources.closeQuietly(channel);
            String cause = deadline.isDone() ? "no answer within " + timeout.toMillis() + " ms" : Cause.of(e);
            throw new FabricException("cannot connect to " + peer + ": " + cause, e);
        } catch (FabricException | OutOfMemoryError e) {
            FabricResources.closeQuietly(channel);
            throw e;
        } finally {
            deadline.cancel(false);
        }
    }

    private void offer(RegionDescriptor descriptor, SharedFiles shared) throws IOException {
        Optional<Path> region = sharedRegion(descriptor);
        if (region.isPresent()) {
            shared.offer(region.get(), descriptor);
        }
    }

    /** The file of a region that peers may access, if there is such a one. */
    private Optional<Path> sharedRegion(RegionDescriptor descriptor) {
        return resources.open(ShmMemoryRegion.class).stream()
                .filter(region -> region.descriptor().equals(descriptor) && region.isShared())
                .map(ShmMemoryRegion::path)
                .findFirst();
    }

    QueuePair accept(SocketChannel channel, Rendezvous.Hello hello, QueuePairOptions options, byte[] privateData) {
        try {
            CAPABILITIES.requirePrivateData(provider(), privateData);
            requireVersion(hello.version());
            options.requireSame(hello.depth(), hello.maxMessageBytes());
            ShmCompletionQueue completions = own(options.completions());
            Path peerDirectory = hello.guest() ? directory.path() : ShmDirectory.peer(hello.directory(), directory);
            long ringBytes = Ring.bytes(options.depth(), options.maxMessageBytes());
            Path ringFile = member(peerDirectory, hello.ringFile());
            MemorySegment rings = MappedFile.open(ringFile, 2 * ringBytes, Arena.ofAuto());
            MemorySegment peerDoorbell = openDoorbell(peerDirectory, hello.doorbellFile());
            if (hello.guest()) {
                SharedFiles.removeNames(ringFile, member(peerDirectory, hello.doorbellFile()));
            }
            Rendezvous.Established established = new Rendezvous.Established(
                    channel,
                    ShmDirectory.home(hello.directory()),
                    peerDirectory,
                    hello.privateData(),
                    rings.asSlice(ringBytes),
                    rings.asSlice(0, ringBytes),
                    peerDoorbell,
                    options.depth(),
                    options.maxMessageBytes());
            Rendezvous.send(
                    channel,
                    new Rendezvous.Answer.Accepted(
                            directory.path().toString(),
                            completions.doorbellFile().getFileName().toString(),
                            privateData));
            return start(
                    completions,
                    established,
                    hello.guest() ? RegionExchange.asking(channel, ringFile) : RegionExchange.none(channel));
        } catch (NoSuchFileException e) {
            FabricResources.closeQuietly(channel);
            removeFilesOf(hello);
            throw new FabricException("cannot accept a connection: the peer has gone", e);
        } catch (IOException | FabricException e) {
            reject(channel, hello, Cause.of(e));
            throw new FabricException("cannot accept a connection: " + Cause.of(e), e);
        } catch (IllegalArgumentException | OutOfMemoryError e) {
            reject(channel, hello, "the accepting side failed");
            throw e;
        }
    }

    void reject(SocketChannel channel, Rendezvous.Hello hello, String reason) {
        try (channel) {
            Rendezvous.send(channel, new Rendezvous.Answer.Rejected(reason));
        } catch (IOException e) {
            LOG.debug("peer left before it could be rejected", e);
        }
        removeFilesOf(hello);
    }

    /** A guest that is not served takes back what it put here, but not if it was killed while it waited. */
    private void removeFilesOf(Rendezvous.Hello hello) {
        if (!hello.guest()) {
            return;
        }
        try {
            Path ringFile = member(directory.path(), hello.ringFile());
            SharedFiles.removeNames(ringFile, member(directory.path(), hello.doorbellFile()));
            SharedFiles.removeLent(ringFile);
        } catch (FabricException e) {
            LOG.debug("files of a guest that is not served are left", e);
        }
    }

    private QueuePair start(
            ShmCompletionQueue completions, Rendezvous.Established established, RegionExchange regions) {
        return resources.during(() ->
                resources.addStarted(new ShmQueuePair(this, completions, established, regions), ShmQueuePair::start));
    }

    private static MemorySegment openDoorbell(Path peerDirectory, String file) throws IOException {
        return MappedFile.open(member(peerDirectory, file), Doorbell.BYTES, Arena.ofAuto());
    }

    /** A file a peer named in its directory: a plain name, so that it cannot point elsewhere. */
    private static Path member(Path peerDirectory, String name) {
        if (!name.matches("[a-z]+-[0-9]+")) {
            throw new FabricException("peer named a file '" + name + "'");
        }
        return peerDirectory.resolve(name);
    }

    private static void requireVersion(int theirs) {
        if (theirs != ShmFabricProvider.VERSION) {
            throw new FabricException(
                    "peer has provider version " + theirs + ", this side " + ShmFabricProvider.VERSION);
        }
    }

    private ShmCompletionQueue own(CompletionQueue completions) {
        if (completions instanceof ShmCompletionQueue shm && shm.belongsTo(this)) {
            return shm;
        }
        throw new IllegalArgumentException("the completion queue belongs to another fabric");
    }

    private static SocketChannel openChannel() {
        try {
            return SocketChannel.open(StandardProtocolFamily.UNIX);
        } catch (IOException e) {
            throw new FabricException("cannot open a unix socket: " + e.getMessage(), e);
        }
    }

    private Path freshFile(String kind) {
        return directory.path().resolve(kind + "-" + serial.incrementAndGet());
    }

    FabricResources resources() {
        return resources;
    }

    @Override
    public void close() {
        if (resources.beginClose()) {
            resources.awaitOperations(); // no queue pair is left half started, which nobody would end
            resources.closeQueuePairs();
            resources.closeOthers();
            directory.close();
        }
    }
}
