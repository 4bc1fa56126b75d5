package org.rfaas.fabric.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.rfaas.fabric.QueuePair.SIGNALED;
import static org.rfaas.fabric.QueuePair.UNSIGNALED;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rfaas.fabric.Access;
import org.rfaas.fabric.FabricException;
import org.rfaas.fabric.MemoryRegion;
import org.rfaas.fabric.RemoteRegion;
import org.rfaas.fabric.WorkCompletion;
import org.rfaas.fabric.WorkOpcode;
import org.rfaas.fabric.WorkStatus;

/** Memory regions; write, write-with-immediate, read, fetch-and-add, load/store. */
interface OneSidedContract extends ContractTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 4096, 3_000_001})
    default void shouldAllocateZeroedPageAlignedMemoryOfTheExactLength(long bytes) {
        try (MemoryRegion region = ends().fabric.allocate(bytes, Set.of())) {
            assertThat(region.bytes()).isEqualTo(bytes);
            assertThat(region.descriptor().bytes()).isEqualTo(bytes);
            assertThat(region.segment().address() % 4096).isZero();
            assertThat(region.segment().mismatch(MemorySegment.ofArray(new byte[(int) bytes])))
                    .isEqualTo(-1);
            region.segment().fill((byte) 7);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE, Long.MAX_VALUE})
    default void shouldRefuseToAllocateWhatCannotBe(long bytes) {
        assertThatThrownBy(() -> ends().fabric.allocate(bytes, Ends.ALL)).isInstanceOf(FabricException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 63, 4096, 1_000_003})
    default void shouldWriteIntoThePeersMemoryBeforeAFollowingImmediate(int bytes) {
        Ends.Link link = ends().connect();
        byte[] data = new byte[bytes];
        new Random(bytes).nextBytes(data);
        Target.TargetRegion there = ends().target.allocate(bytes + 2L, Access.REMOTE_WRITE);
        RemoteRegion remote = ends().attach(link, there);
        MemoryRegion local = ends().regionOf(data);
        ends().target.ask("post-receive-immediate", link.peer(), 1);

        Ends.post(() -> link.queuePair().write(local, 0, remote, 1, bytes, 5, UNSIGNALED));
        Ends.post(() -> link.queuePair().writeWithImmediate(local, 0, remote, 0, 0, 3, 6, SIGNALED));

        ends().expectAtTarget("RECEIVE_IMMEDIATE 1 SUCCESS 0 3");
        assertThat(ends().target.get(there, 1, bytes)).isEqualTo(data);
        assertThat(ends().target.get(there, 0, 1)).containsExactly(0);
        assertThat(ends().target.get(there, bytes + 1L, 1)).containsExactly(0);
        ends().expect(WorkStatus.SUCCESS, 6);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, 0x01020304})
    default void shouldDeliverTheImmediateWithTheByteCount(int immediate) {
        Ends.Link link = ends().connect();
        byte[] data = {1, 2, 3, 4, 5, 6, 7};
        Target.TargetRegion there = ends().target.allocate(64, Access.REMOTE_WRITE);
        RemoteRegion remote = ends().attach(link, there);
        MemoryRegion local = ends().regionOf(data);
        ends().target.ask("post-receive-immediate", link.peer(), -9);

        Ends.post(() -> link.queuePair().writeWithImmediate(local, 2, remote, 57, 5, immediate, 42, SIGNALED));

        ends().expectAtTarget("RECEIVE_IMMEDIATE -9 SUCCESS 5 " + immediate + " " + link.peer());
        assertThat(ends().target.get(there, 57, 7)).containsExactly(3, 4, 5, 6, 7, 0, 0);
        WorkCompletion done = ends().next();
        assertThat(done.opcode()).isEqualTo(WorkOpcode.WRITE);
        assertThat(done.workId()).isEqualTo(42);
        assertThat(done.isSuccess()).isTrue();
        assertThat(done.queuePair()).isSameAs(link.queuePair());
    }

    @Test
    default void shouldReadThePeersMemory() {
        Ends.Link link = ends().connect();
        byte[] data = new byte[100_000];
        new Random(1).nextBytes(data);
        Target.TargetRegion there = ends().target.allocate(data.length, Access.REMOTE_READ);
        ends().target.put(there, 0, data);
        MemoryRegion local = ends().fabric.allocate(data.length + 8L, Set.of());
        RemoteRegion remote = ends().attach(link, there);

        Ends.post(() -> link.queuePair().read(local, 4, remote, 0, data.length, 77));

        WorkCompletion done = ends().next();
        assertThat(done.opcode()).isEqualTo(WorkOpcode.READ);
        assertThat(done.workId()).isEqualTo(77);
        assertThat(done.isSuccess()).isTrue();
        assertThat(Ends.bytes(local, 4, data.length)).isEqualTo(data);
        assertThat(Ends.bytes(local, 0, 4)).containsOnly(0);
        assertThat(Ends.bytes(local, data.length + 4L, 4)).containsOnly(0);
    }

    @Test
    default void shouldReadWhatItWroteBefore() {
        Ends.Link link = ends().connect();
        RemoteRegion remote = ends().attach(link, ends().target.allocate(64, Access.REMOTE_READ, Access.REMOTE_WRITE));
        MemoryRegion local = ends().regionOf(new byte[] {9, 8, 7, 6, 0, 0, 0, 0});

        Ends.post(() -> link.queuePair().write(local, 0, remote, 20, 4, 1, UNSIGNALED));
        Ends.post(() -> link.queuePair().read(local, 4, remote, 20, 4, 2));

        ends().expect(WorkStatus.SUCCESS, 2);
        assertThat(Ends.bytes(local, 4, 4)).containsExactly(9, 8, 7, 6);
    }

    @Test
    default void shouldFetchTheFormerValueAndAdd() {
        assumeTrue(ends().fabric.capabilities().fetchAndAdd(), "no fetch-and-add");
        Ends.Link link = ends().connect();
        Target.TargetRegion there = ends().target.allocate(64, Access.REMOTE_ATOMIC);
        RemoteRegion remote = ends().attach(link, there);
        MemoryRegion local = ends().fabric.allocate(64, Set.of());

        Ends.post(() -> link.queuePair().fetchAndAdd(local, 8, remote, 56, 40, 1));
        Ends.post(() -> link.queuePair().fetchAndAdd(local, 16, remote, 56, -41, 2));
        Ends.post(() -> link.queuePair().fetchAndAdd(local, 24, remote, 56, Long.MIN_VALUE, 3));

        WorkCompletion first = ends().next();
        assertThat(first.opcode()).isEqualTo(WorkOpcode.FETCH_AND_ADD);
        assertThat(first.workId()).isEqualTo(1);
        ends().expect(WorkStatus.SUCCESS, 2, 3);
        assertThat(local.segment().asSlice(0, 32).toArray(ValueLayout.JAVA_LONG))
                .containsExactly(0, 0, 40, -1);
        MemorySegment word = MemorySegment.ofArray(ends().target.get(there, 56, 8));
        assertThat(word.get(ValueLayout.JAVA_LONG_UNALIGNED, 0)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    default void shouldSumConcurrentFetchAndAddsOfTwoQueuePairs() {
        assumeTrue(ends().fabric.capabilities().fetchAndAdd(), "no fetch-and-add");
        int count = 10_000;
        Ends.Link link = ends().connect();
        Target.TargetRegion counter = ends().target.allocate(8, Access.REMOTE_ATOMIC);
        RemoteRegion remote = ends().attach(link, counter);
        MemoryRegion local = ends().fabric.allocate(8, Set.of());
        // the target adds to the same word through a connection with itself
        int queuePair = ends().target.askNumber("connect-self", ends().targetCompletions, Ends.DEPTH);
        int self = ends().target.attach(queuePair, counter.descriptor());
        Target.TargetRegion scratch = ends().target.allocate(8);

        ends().target.tell("add-many", ends().targetCompletions, queuePair, scratch.index(), self, count);
        for (int i = 0; i < count; i++) {
            Ends.post(() -> link.queuePair().fetchAndAdd(local, 0, remote, 0, 3, 1));
            ends().expect(WorkStatus.SUCCESS, 1);
        }
        ends().target.answer();

        MemorySegment word = MemorySegment.ofArray(ends().target.get(counter, 0, 8));
        assertThat(word.get(ValueLayout.JAVA_LONG_UNALIGNED, 0)).isEqualTo(4L * count);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 4, 7, -4, Long.MAX_VALUE})
    default void shouldRefuseAnUnalignedFetchAndAdd(long offset) {
        assumeTrue(ends().fabric.capabilities().fetchAndAdd(), "no fetch-and-add");
        Ends.Link link = ends().connect();
        RemoteRegion remote = ends().attach(link, ends().target.allocate(64, Access.REMOTE_ATOMIC));
        MemoryRegion local = ends().fabric.allocate(64, Set.of());

        assertThatThrownBy(() -> link.queuePair().fetchAndAdd(local, 0, remote, offset, 1, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> link.queuePair().fetchAndAdd(local, offset, remote, 0, 1, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(link.queuePair().isConnected()).isTrue();
    }

    @Test
    default void shouldLoadAndStoreThePeersMemoryWhereItMay() {
        assumeTrue(ends().fabric.capabilities().remotePointers(), "no remote pointers");
        Ends.Link link = ends().connect();
        Target.TargetRegion there = ends().target.allocate(1000, Access.REMOTE_READ, Access.REMOTE_WRITE);
        ends().target.put(there, 10, new byte[] {1, 2, 3});
        RemoteRegion remote = ends().attach(link, there);
        MemorySegment pointer = remote.pointer().orElseThrow();

        assertThat(pointer.byteSize()).isEqualTo(1000);
        assertThat(pointer.asSlice(10, 3).toArray(ValueLayout.JAVA_BYTE)).containsExactly(1, 2, 3);
        pointer.set(ValueLayout.JAVA_BYTE, 999, (byte) 99);
        ends().flush(link);
        assertThat(ends().target.get(there, 999, 1)).containsExactly(99);
    }

    @Test
    default void shouldGiveNoPointerWhereARightIsMissing() {
        Ends.Link link = ends().connect();
        assertThat(ends().attach(link, ends().target.allocate(8, Access.REMOTE_READ))
                        .pointer())
                .isEmpty();
        assertThat(ends().attach(link, ends().target.allocate(8, Access.REMOTE_WRITE))
                        .pointer())
                .isEmpty();
        Target.TargetRegion closed = ends().target.allocate(8, Access.REMOTE_READ, Access.REMOTE_WRITE);
        ends().target.ask("close-region", closed.index());
        assertThat(ends().attach(link, closed).pointer()).isEmpty();
        if (!ends().fabric.capabilities().remotePointers()) {
            Target.TargetRegion open = ends().target.allocate(8, Access.REMOTE_READ, Access.REMOTE_WRITE);
            assertThat(ends().attach(link, open).pointer()).isEmpty();
        }
    }
}
