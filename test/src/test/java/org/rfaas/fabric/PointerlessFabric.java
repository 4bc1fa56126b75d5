package org.rfaas.fabric;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** A fabric that hides that it has remote pointers, so that the paths of real networks can be tested on one host. */
public final class PointerlessFabric implements Fabric {
    private final Fabric inner;

    public PointerlessFabric(Fabric inner) {
        this.inner = inner;
    }

    @Override
    public String provider() {
        return inner.provider();
    }

    @Override
    public FabricCapabilities capabilities() {
        FabricCapabilities all = inner.capabilities();
        return new FabricCapabilities(all.fetchAndAdd(), false, all.maxPrivateDataBytes());
    }

    @Override
    public MemoryRegion allocate(long bytes, Set<Access> access) {
        return inner.allocate(bytes, access);
    }

    @Override
    public CompletionQueue createCompletionQueue(int depth) {
        return inner.createCompletionQueue(depth);
    }

    @Override
    public Listener listen(String location) {
        Listener listener = inner.listen(location);
        return new Listener() {
            @Override
            public FabricAddress address() {
                return listener.address();
            }

            @Override
            public Optional<ConnectionRequest> accept(Duration timeout) {
                return listener.accept(timeout).map(PointerlessFabric::wrap);
            }

            @Override
            public void close() {
                listener.close();
            }
        };
    }

    @Override
    public QueuePair connect(FabricAddress peer, QueuePairOptions options, byte[] privateData, Duration timeout) {
        return new PointerlessQueuePair(inner.connect(peer, options, privateData, timeout));
    }

    @Override
    public void close() {
        inner.close();
    }

    private static ConnectionRequest wrap(ConnectionRequest request) {
        return new ConnectionRequest() {
            @Override
            public byte[] privateData() {
                return request.privateData();
            }

            @Override
            public QueuePair accept(QueuePairOptions options, byte[] privateData) {
                return new PointerlessQueuePair(request.accept(options, privateData));
            }

            @Override
            public void reject(String reason) {
                request.reject(reason);
            }
        };
    }

    private record Hidden(RemoteRegion inner) implements RemoteRegion {
        @Override
        public RegionDescriptor descriptor() {
            return inner.descriptor();
        }

        @Override
        public Optional<MemorySegment> pointer() {
            return Optional.empty();
        }

        @Override
        public void close() {
            inner.close();
        }
    }

    private record PointerlessQueuePair(QueuePair inner) implements QueuePair {
        @Override
        public byte[] peerPrivateData() {
            return inner.peerPrivateData();
        }

        @Override
        public boolean isConnected() {
            return inner.isConnected();
        }

        @Override
        public RemoteRegion attach(RegionDescriptor descriptor) {
            return new Hidden(inner.attach(descriptor));
        }

        @Override
        public PostResult write(
                MemoryRegion local,
                long localOffset,
                RemoteRegion remote,
                long remoteOffset,
                long bytes,
                long workId,
                int flags) {
            return inner.write(local, localOffset, bare(remote), remoteOffset, bytes, workId, flags);
        }

        @Override
        public PostResult writeWithImmediate(
                MemoryRegion local,
                long localOffset,
                RemoteRegion remote,
                long remoteOffset,
                int bytes,
                int immediate,
                long workId,
                int flags) {
            return inner.writeWithImmediate(
                    local, localOffset, bare(remote), remoteOffset, bytes, immediate, workId, flags);
        }

        @Override
        public PostResult read(
                MemoryRegion local, long localOffset, RemoteRegion remote, long remoteOffset, long bytes, long workId) {
            return inner.read(local, localOffset, bare(remote), remoteOffset, bytes, workId);
        }

        @Override
        public PostResult fetchAndAdd(
                MemoryRegion local,
                long localOffset,
                RemoteRegion remote,
                long remoteOffset,
                long addend,
                long workId) {
            return inner.fetchAndAdd(local, localOffset, bare(remote), remoteOffset, addend, workId);
        }

        @Override
        public PostResult send(MemoryRegion local, long localOffset, int bytes, long workId, int flags) {
            return inner.send(local, localOffset, bytes, workId, flags);
        }

        @Override
        public PostResult postReceive(MemoryRegion local, long localOffset, int bytes, long workId) {
            return inner.postReceive(local, localOffset, bytes, workId);
        }

        @Override
        public PostResult postReceive(long workId) {
            return inner.postReceive(workId);
        }

        @Override
        public void close() {
            inner.close();
        }

        private static RemoteRegion bare(RemoteRegion remote) {
            return ((Hidden) remote).inner();
        }
    }
}
