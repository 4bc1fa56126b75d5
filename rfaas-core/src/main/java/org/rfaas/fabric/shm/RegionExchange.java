package org.rfaas.fabric.shm;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.rfaas.fabric.FabricException;
import org.rfaas.fabric.RegionDescriptor;

/**
 * How an accepting side gets at regions of a guest (see {@link SharedFiles}): it names one over the lifeline, and the guest
 * lends it. Who knows a region's descriptor may attach it, as with other providers; nobody can list what there is.
 *
 * <p>Messages: {@code WANT} with address (i64), length (i64) and rkey (i32); {@code LENT} and {@code NONE} in answer.
 */
final class RegionExchange {
    private static final byte WANT = 1;
    private static final byte LENT = 2;
    private static final byte NONE = 3;
    private static final int WANT_BYTES = 2 * Long.BYTES + Integer.BYTES;
    private static final long ANSWER_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(5);

    private final SocketChannel socket;
    private final @Nullable Path guestRings;
    private final @Nullable SharedFiles shared;
    private final Function<RegionDescriptor, Optional<Path>> regions;
    private @Nullable CompletableFuture<Boolean> answer;
    private boolean ended;

    private RegionExchange(
            SocketChannel socket,
            @Nullable Path guestRings,
            @Nullable SharedFiles shared,
            Function<RegionDescriptor, Optional<Path>> regions) {
        this.socket = socket;
        this.guestRings = guestRings;
        this.shared = shared;
        this.regions = regions;
    }

    /** The guest's side. */
    static RegionExchange answering(
            SocketChannel socket, SharedFiles shared, Function<RegionDescriptor, Optional<Path>> regions) {
        return shared.asGuest() ? new RegionExchange(socket, null, shared, regions) : none(socket);
    }

    /**
     * The side whose directory the guest uses.
     *
     * @param guestRings where the guest has made this connection's rings
     */
    static RegionExchange asking(SocketChannel socket, Path guestRings) {
        return new RegionExchange(socket, guestRings, null, _ -> Optional.empty());
    }

    /** Between sides that see each other's directories. */
    static RegionExchange none(SocketChannel socket) {
        return new RegionExchange(socket, null, null, _ -> Optional.empty());
    }

    /** Whether the peer's regions are lent, rather than seen. */
    boolean asks() {
        return guestRings != null;
    }

    /** Attaches a region of the guest, which it has lent already or lends now; without memory when it has none of this kind. */
    synchronized ShmRemoteRegion attachLent(ShmQueuePair queuePair, RegionDescriptor descriptor) {
        Path link = RegionFile.link(Objects.requireNonNull(guestRings), descriptor);
        boolean isLent = Files.exists(link) || borrow(descriptor);
        ShmRemoteRegion region = new ShmRemoteRegion(queuePair, link, descriptor);
        if (isLent) {
            MappedFile.delete(link); // the memory stays mapped
        }
        return region;
    }

    /** Has the guest lend a region; false when it has none of this descriptor, or is gone. */
    synchronized boolean borrow(RegionDescriptor descriptor) {
        CompletableFuture<Boolean> pending = new CompletableFuture<>();
        expect(pending);
        ByteBuffer want = ByteBuffer.allocate(1 + WANT_BYTES)
                .put(WANT)
                .putLong(descriptor.address())
                .putLong(descriptor.bytes())
                .putInt(descriptor.rkey())
                .flip();
        try {
            write(want);
        } catch (IOException e) {
            ShmFabric.LOG.trace("the peer has gone, which its lifeline is about to say", e);
        }
        try {
            return pending.get(ANSWER_TIMEOUT_NS, TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new FabricException("the peer did not answer which region it shares", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FabricException("interrupted while attaching a region", e);
        }
    }

    private void expect(CompletableFuture<Boolean> pending) {
        synchronized (socket) {
            answer = pending;
            if (ended) {
                pending.complete(false);
            }
        }
    }

    /**
     * Reads and handles messages until the socket ends; the lifeline's thread.
     *
     * @return false when the peer said something that it may not
     */
    boolean serve() throws IOException {
        ByteBuffer tag = ByteBuffer.allocate(1);
        while (socket.read(tag.clear()) > 0) {
            if (!handle(tag.get(0))) {
                return false;
            }
        }
        return true;
    }

    /** No answers come any more, and nothing is opened any more. */
    void end() {
        if (shared != null) {
            shared.takeBack();
        }
        synchronized (socket) {
            ended = true;
        }
        if (answered(false)) {
            ShmFabric.LOG.debug("the peer has gone while a region of it was attached");
        }
        if (guestRings != null) {
            SharedFiles.removeLent(guestRings);
        }
    }

    private boolean handle(byte tag) throws IOException {
        return switch (tag) {
            case WANT -> shared != null && lend(shared);
            case LENT -> asks() && answered(true);
            case NONE -> asks() && answered(false);
            default -> false;
        };
    }

    private boolean lend(SharedFiles files) throws IOException {
        ByteBuffer want = Rendezvous.readFully(socket, WANT_BYTES);
        boolean lent;
        try {
            RegionDescriptor descriptor = new RegionDescriptor(want.getLong(), want.getLong(), want.getInt());
            Optional<Path> region = regions.apply(descriptor);
            if (region.isPresent()) {
                files.lend(region.get(), descriptor);
            }
            lent = region.isPresent();
        } catch (IOException | IllegalArgumentException e) {
            lent = false;
        }
        write(ByteBuffer.allocate(1).put(lent ? LENT : NONE).flip());
        return true;
    }

    private boolean answered(boolean lent) {
        synchronized (socket) {
            CompletableFuture<Boolean> pending = answer;
            answer = null;
            return pending != null && pending.complete(lent);
        }
    }

    private void write(ByteBuffer message) throws IOException {
        while (message.hasRemaining()) {
            socket.write(message);
        }
    }
}
