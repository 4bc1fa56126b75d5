package org.rfaas.fabric.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.rfaas.fabric.QueuePair.SIGNALED;
import static org.rfaas.fabric.QueuePair.UNSIGNALED;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.rfaas.fabric.Access;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.Fabrics;
import org.rfaas.fabric.MemoryRegion;
import org.rfaas.fabric.PostResult;
import org.rfaas.fabric.RegionDescriptor;
import org.rfaas.fabric.RemoteRegion;
import org.rfaas.fabric.WorkStatus;

/** Nothing beyond what a region's owner permits. */
interface AccessContract extends ContractTest {
    int REGION_BYTES = 4096 + 64;

    /** One-sided work of 8 bytes. */
    enum Operation {
        WRITE(Access.REMOTE_WRITE),
        WRITE_WITH_IMMEDIATE(Access.REMOTE_WRITE),
        READ(Access.REMOTE_READ),
        FETCH_AND_ADD(Access.REMOTE_ATOMIC);

        private final Access right;

        Operation(Access right) {
            this.right = right;
        }

        PostResult post(Ends.Link link, MemoryRegion local, RemoteRegion remote, long offset, long workId) {
            return switch (this) {
                case WRITE -> link.queuePair().write(local, 0, remote, offset, 8, workId, UNSIGNALED);
                case WRITE_WITH_IMMEDIATE ->
                    link.queuePair().writeWithImmediate(local, 0, remote, offset, 8, 1, workId, UNSIGNALED);
                case READ -> link.queuePair().read(local, 0, remote, offset, 8, workId);
                case FETCH_AND_ADD -> link.queuePair().fetchAndAdd(local, 0, remote, offset, 1, workId);
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    default void shouldRefuseAWrongKey(Operation operation) {
        requireRefusal(operation, Set::of, d -> new RegionDescriptor(d.address(), d.bytes(), d.rkey() + 1), false, 0);
    }

    @ParameterizedTest
    @EnumSource
    default void shouldRefuseAnInventedAddress(Operation operation) {
        requireRefusal(operation, Set::of, d -> new RegionDescriptor(0, d.bytes(), d.rkey()), false, 0);
    }

    @ParameterizedTest
    @EnumSource
    default void shouldRefuseTheEndOfARegionSaidToBeLonger(Operation operation) {
        requireRefusal(
                operation,
                Set::of,
                d -> new RegionDescriptor(d.address(), 16 * d.bytes(), d.rkey()),
                false,
                4 * REGION_BYTES);
    }

    @ParameterizedTest
    @EnumSource
    default void shouldRefuseARegionOfImpossibleLength(Operation operation) {
        requireRefusal(
                operation,
                Set::of,
                d -> new RegionDescriptor(d.address(), Long.MAX_VALUE, d.rkey()),
                false,
                Long.MAX_VALUE - 7);
    }

    @ParameterizedTest
    @EnumSource
    default void shouldRefuseAClosedRegion(Operation operation) {
        requireRefusal(operation, Set::of, d -> d, true, 0);
    }

    @ParameterizedTest
    @EnumSource
    default void shouldRefuseWithoutTheAccessRight(Operation operation) {
        requireRefusal(operation, right -> EnumSet.complementOf(EnumSet.of(right)), d -> d, false, 0);
        requireRefusal(operation, right -> Set.of(), d -> d, false, 0);
    }

    @ParameterizedTest
    @EnumSource
    default void shouldRefuseARangeThatLeavesTheRegion(Operation operation) {
        long last = REGION_BYTES;
        for (long offset : new long[] {
            last, last + 8, -8, -4096, Long.MIN_VALUE, Long.MAX_VALUE - 7, (Long.MAX_VALUE & -4096L), 1L << 32
        }) {
            requireRefusal(operation, Set::of, d -> d, false, offset);
        }
        if (operation != Operation.FETCH_AND_ADD) {
            for (long offset : new long[] {last - 7, -1, -7, Long.MAX_VALUE, Long.MAX_VALUE - 3}) {
                requireRefusal(operation, Set::of, d -> d, false, offset);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    default void shouldReachTheLastBytesOfARegion(Operation operation) {
        assumeSupported(operation);
        Ends.Link link = ends().connect();
        Target.TargetRegion there = ends().target.allocate(REGION_BYTES, Ends.ALL.toArray(Access[]::new));
        ends().target.ask("post-receive-immediate", link.peer(), 0);
        RemoteRegion remote = ends().attach(link, there);
        MemoryRegion local = ends().fabric.allocate(8, Set.of());

        Ends.post(() -> operation.post(link, local, remote, REGION_BYTES - 8, 1));
        Ends.post(() -> link.queuePair().write(local, 0, remote, 0, 0, 2, SIGNALED));

        assertThat(ends().next().isSuccess()).isTrue();
        assertThat(link.queuePair().isConnected()).isTrue();
    }

    @Test
    default void shouldThrowOnRangesThatLeaveTheLocalRegion() {
        Ends.Link link = ends().connect();
        MemoryRegion local = ends().fabric.allocate(64, Set.of());
        RemoteRegion remote = ends().attach(link, ends().target.allocate(256, Ends.ALL.toArray(Access[]::new)));
        long[][] ranges = {
            {57, 8}, {64, 1}, {-1, 8}, {0, 65}, {0, -1}, {8, -8}, {Long.MAX_VALUE, 8}, {Long.MIN_VALUE, 8}
        };
        for (long[] range : ranges) {
            long offset = range[0];
            int bytes = (int) range[1];
            requireOutOfBounds(() -> link.queuePair().write(local, offset, remote, 0, bytes, 1, SIGNALED));
            requireOutOfBounds(
                    () -> link.queuePair().writeWithImmediate(local, offset, remote, 0, bytes, 1, 1, SIGNALED));
            requireOutOfBounds(() -> link.queuePair().read(local, offset, remote, 0, bytes, 1));
            requireOutOfBounds(() -> link.queuePair().send(local, offset, bytes, 1, SIGNALED));
            requireOutOfBounds(() -> link.queuePair().postReceive(local, offset, bytes, 1));
        }
        requireOutOfBounds(() -> link.queuePair().write(local, 0, remote, 0, Long.MAX_VALUE, 1, SIGNALED));
        if (ends().fabric.capabilities().fetchAndAdd()) {
            requireOutOfBounds(() -> link.queuePair().fetchAndAdd(local, 64, remote, 0, 1, 1));
            requireOutOfBounds(() -> link.queuePair().fetchAndAdd(local, -8, remote, 0, 1, 1));
        }
        ends().expectNothing();
        assertThat(link.queuePair().isConnected()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    default void shouldThrowOnARemoteRegionClosedHere(Operation operation) {
        assumeSupported(operation);
        Ends.Link link = ends().connect();
        RemoteRegion remote = ends().attach(link, ends().target.allocate(64, Ends.ALL.toArray(Access[]::new)));
        MemoryRegion local = ends().fabric.allocate(64, Set.of());
        remote.close();

        requireClosed(() -> operation.post(link, local, remote, 0, 1));

        ends().expectNothing();
        assertThat(link.queuePair().isConnected()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    default void shouldThrowOnALocalRegionThatIsClosed(Operation operation) {
        assumeSupported(operation);
        Ends.Link link = ends().connect();
        RemoteRegion remote = ends().attach(link, ends().target.allocate(64, Ends.ALL.toArray(Access[]::new)));
        MemoryRegion local = ends().fabric.allocate(64, Set.of());
        local.close();

        requireClosed(() -> operation.post(link, local, remote, 0, 1));
        requireClosed(() -> link.queuePair().send(local, 0, 8, 1, SIGNALED));
        requireClosed(() -> link.queuePair().postReceive(local, 0, 8, 1));

        ends().expectNothing();
        assertThat(link.queuePair().isConnected()).isTrue();
    }

    @Test
    default void shouldThrowOnMemoryOfAnotherFabric() {
        Ends.Link link = ends().connect();
        RemoteRegion remote = ends().attach(link, ends().target.allocate(64, Ends.ALL.toArray(Access[]::new)));
        try (Fabric other = Fabrics.open(ends().fabric.provider())) {
            MemoryRegion foreign = other.allocate(64, Set.of());
            requireIllegal(() -> link.queuePair().write(foreign, 0, remote, 0, 8, 1, SIGNALED));
            requireIllegal(() -> link.queuePair().read(foreign, 0, remote, 0, 8, 1));
            requireIllegal(() -> link.queuePair().send(foreign, 0, 8, 1, SIGNALED));
            requireIllegal(() -> link.queuePair().postReceive(foreign, 0, 8, 1));
        }
    }

    @Test
    default void shouldThrowOnARemoteRegionOfAnotherQueuePair() {
        Ends.Link link = ends().connect();
        Ends.Link other = ends().connect();
        RemoteRegion remote = ends().attach(other, ends().target.allocate(64, Ends.ALL.toArray(Access[]::new)));
        MemoryRegion local = ends().fabric.allocate(64, Set.of());

        requireIllegal(() -> link.queuePair().write(local, 0, remote, 0, 8, 1, SIGNALED));
        requireIllegal(() -> link.queuePair().writeWithImmediate(local, 0, remote, 0, 8, 1, 1, SIGNALED));
        requireIllegal(() -> link.queuePair().read(local, 0, remote, 0, 8, 1));
        if (ends().fabric.capabilities().fetchAndAdd()) {
            requireIllegal(() -> link.queuePair().fetchAndAdd(local, 0, remote, 0, 1, 1));
        }
        assertThat(link.queuePair().isConnected()).isTrue();
    }

    /** Which rights the target's region has, given the one the operation needs. */
    interface Rights {
        Set<Access> given(Access needed);
    }

    /** What the initiator believes of the region. */
    interface Belief {
        RegionDescriptor of(RegionDescriptor truth);
    }

    private void assumeSupported(Operation operation) {
        assumeTrue(
                operation != Operation.FETCH_AND_ADD
                        || ends().fabric.capabilities().fetchAndAdd(),
                "no fetch-and-add");
    }

    private void requireRefusal(Operation operation, Rights rights, Belief belief, boolean closed, long offset) {
        assumeSupported(operation);
        Ends.Link link = ends().connect();
        Target.TargetRegion there = ends().target
                .allocate(REGION_BYTES, rights.given(operation.right).toArray(Access[]::new));
        RemoteRegion remote = link.queuePair().attach(belief.of(there.descriptor()));
        if (closed) {
            ends().target.ask("close-region", there.index());
        }
        if (operation == Operation.WRITE_WITH_IMMEDIATE) {
            // a device may wait for a receive before it looks at the key
            ends().target.ask("post-receive-immediate", link.peer(), 0);
        }
        MemoryRegion local = ends().regionOf(new byte[] {1, 1, 1, 1, 1, 1, 1, 1});

        Ends.post(() -> operation.post(link, local, remote, offset, 31));

        ends().expect(WorkStatus.REMOTE_ACCESS_ERROR, 31);
        assertThat(link.queuePair().isConnected()).isFalse();
        Ends.post(() -> operation.post(link, local, remote, 0, 32));
        Ends.post(() -> link.queuePair().send(local, 0, 8, 33, UNSIGNALED));
        Ends.post(() -> link.queuePair().postReceive(local, 0, 8, 34));
        ends().expect(WorkStatus.FLUSHED, 32, 33, 34);
        assertThat(Ends.bytes(local, 0, 8)).containsOnly(1);
        if (!closed) {
            assertThat(ends().target.get(there, 0, REGION_BYTES)).containsOnly(0);
        }
        link.queuePair().close();
    }

    private static void requireOutOfBounds(Ends.Post work) {
        assertThatThrownBy(work::attempt).isInstanceOf(IndexOutOfBoundsException.class);
    }

    private static void requireClosed(Ends.Post work) {
        assertThatThrownBy(work::attempt)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    private static void requireIllegal(Ends.Post work) {
        assertThatThrownBy(work::attempt).isInstanceOf(IllegalArgumentException.class);
    }
}
