package org.rfaas.fabric.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.rfaas.fabric.QueuePair.SIGNALED;
import static org.rfaas.fabric.QueuePair.UNSIGNALED;

import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.rfaas.fabric.Access;
import org.rfaas.fabric.MemoryRegion;
import org.rfaas.fabric.RemoteRegion;
import org.rfaas.fabric.WorkCompletion;
import org.rfaas.fabric.WorkOpcode;
import org.rfaas.fabric.WorkStatus;

/** Send and receive. */
interface MessageContract extends ContractTest {
    @Test
    default void shouldReceiveMessagesOfAllLengthsInOrder() {
        int max = 1000;
        int[] lengths = {0, 1, 7, 8, 63, 64, 65, 999, 1000, 0};
        Ends.Link link = ends().connect(16, max);
        byte[] data = new byte[max];
        new Random(2).nextBytes(data);
        Target.TargetRegion from = ends().target.allocate(max);
        ends().target.put(from, 0, data);
        MemoryRegion into = ends().fabric.allocate((long) lengths.length * max, Set.of());
        for (int i = 0; i < lengths.length; i++) {
            long offset = (long) i * max;
            long workId = 100L - i;
            Ends.post(() -> link.queuePair().postReceive(into, offset, max, workId));
        }

        for (int i = 0; i < lengths.length; i++) {
            ends().target.ask("send", link.peer(), from.index(), max - lengths[i], lengths[i], i, SIGNALED);
            ends().expectAtTarget("SEND " + i + " SUCCESS");
        }

        for (int i = 0; i < lengths.length; i++) {
            WorkCompletion arrived = ends().next();
            assertThat(arrived.opcode()).isEqualTo(WorkOpcode.RECEIVE);
            assertThat(arrived.workId()).isEqualTo(100 - i);
            assertThat(arrived.bytes()).isEqualTo(lengths[i]);
            assertThat(arrived.isSuccess()).isTrue();
            assertThat(arrived.queuePair()).isSameAs(link.queuePair());
            byte[] slot = Ends.bytes(into, (long) i * max, max);
            assertThat(Arrays.copyOf(slot, lengths[i])).isEqualTo(Arrays.copyOfRange(data, max - lengths[i], max));
            assertThat(Arrays.copyOfRange(slot, lengths[i], max)).isEqualTo(new byte[max - lengths[i]]);
        }
    }

    @Test
    default void shouldSendTheLongestMessageOfAll() {
        int max = org.rfaas.fabric.QueuePairOptions.MAX_MESSAGE_BYTES;
        Ends.Link link = ends().connect(2, max);
        byte[] data = new byte[max];
        new Random(3).nextBytes(data);
        Target.TargetRegion into = ends().target.allocate(max);
        ends().target.ask("post-receive", link.peer(), into.index(), 0, max, 1);
        MemoryRegion from = ends().regionOf(data);

        Ends.post(() -> link.queuePair().send(from, 0, max, 2, SIGNALED));

        ends().expectAtTarget("RECEIVE 1 SUCCESS " + max);
        ends().expect(WorkStatus.SUCCESS, 2);
        assertThat(ends().target.get(into, 0, max)).isEqualTo(data);
    }

    @Test
    default void shouldTakeTheMessageOutOfTheSendersMemoryBeforeItCompletes() {
        Ends.Link link = ends().connect();
        Target.TargetRegion into = ends().target.allocate(16);
        MemoryRegion from = ends().regionOf(new byte[] {1, 2, 3, 4});
        ends().target.ask("post-receive", link.peer(), into.index(), 0, 4, 1);
        ends().target.ask("post-receive", link.peer(), into.index(), 4, 4, 2);

        Ends.post(() -> link.queuePair().send(from, 0, 4, 7, SIGNALED));
        ends().expect(WorkStatus.SUCCESS, 7);
        from.segment().fill((byte) 5);
        Ends.post(() -> link.queuePair().send(from, 0, 4, 8, SIGNALED));
        ends().expect(WorkStatus.SUCCESS, 8);

        ends().expectAtTarget("RECEIVE 1 SUCCESS 4", "RECEIVE 2 SUCCESS 4");
        assertThat(ends().target.get(into, 0, 8)).containsExactly(1, 2, 3, 4, 5, 5, 5, 5);
    }

    @Test
    default void shouldKeepTheOrderOfMessagesAndImmediates() {
        Ends.Link link = ends().connect();
        Target.TargetRegion into = ends().target.allocate(64, Access.REMOTE_WRITE);
        RemoteRegion remote = ends().attach(link, into);
        MemoryRegion from = ends().regionOf(new byte[] {1, 2, 3, 4});
        for (int i = 0; i < 6; i++) {
            ends().target.ask("post-receive", link.peer(), into.index(), 8L * i, 8, i);
        }

        for (int i = 0; i < 3; i++) {
            int value = i;
            Ends.post(() -> link.queuePair().send(from, value, 1, 0, UNSIGNALED));
            Ends.post(() -> link.queuePair().writeWithImmediate(from, 0, remote, 48, 2, value, 0, UNSIGNALED));
        }

        ends().expectAtTarget(
                        "RECEIVE 0 SUCCESS 1",
                        "RECEIVE_IMMEDIATE 1 SUCCESS 2 0",
                        "RECEIVE 2 SUCCESS 1",
                        "RECEIVE_IMMEDIATE 3 SUCCESS 2 1",
                        "RECEIVE 4 SUCCESS 1",
                        "RECEIVE_IMMEDIATE 5 SUCCESS 2 2");
    }

    @Test
    default void shouldRefuseToSendMoreThanTheAgreedLength() {
        Ends.Link link = ends().connect(4, 100);
        MemoryRegion from = ends().fabric.allocate(200, Set.of());

        assertThatThrownBy(() -> link.queuePair().send(from, 0, 101, 1, SIGNALED))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(link.queuePair().isConnected()).isTrue();
    }

    @Test
    default void shouldFailOnAMessageLongerThanTheReceiveItMeets() {
        Ends.Link link = ends().connect();
        MemoryRegion into = ends().fabric.allocate(64, Set.of());
        Target.TargetRegion from = ends().target.allocate(64);
        ends().target.put(from, 0, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9});
        Ends.post(() -> link.queuePair().postReceive(into, 0, 8, 1));
        Ends.post(() -> link.queuePair().postReceive(into, 16, 16, 2));
        Ends.post(() -> link.queuePair().postReceive(3));

        ends().target.ask("send", link.peer(), from.index(), 0, 9, 0, UNSIGNALED);
        ends().target.ask("send", link.peer(), from.index(), 0, 4, 0, UNSIGNALED);

        ends().expect(WorkStatus.LOCAL_LENGTH_ERROR, 1);
        ends().expect(WorkStatus.FLUSHED, 2, 3);
        assertThat(link.queuePair().isConnected()).isFalse();
        assertThat(Ends.bytes(into, 8, 56)).containsOnly(0);
        Ends.post(() -> link.queuePair().postReceive(into, 0, 8, 4));
        ends().expect(WorkStatus.FLUSHED, 4);
        assertThat(ends().target.ask("disconnected-within", link.peer(), 2000)).containsExactly("true");
    }

    @Test
    default void shouldFailOnAMessageThatMeetsAReceiveWithoutMemory() {
        Ends.Link link = ends().connect();
        Target.TargetRegion from = ends().target.allocate(64);
        Ends.post(() -> link.queuePair().postReceive(1));
        Ends.post(() -> link.queuePair().postReceive(2));

        ends().target.ask("send", link.peer(), from.index(), 0, 9, 0, UNSIGNALED);

        ends().expect(WorkStatus.LOCAL_LENGTH_ERROR, 1);
        ends().expect(WorkStatus.FLUSHED, 2);
        assertThat(link.queuePair().isConnected()).isFalse();
    }

    @Test
    default void shouldKeepMessagesUntilAReceiveIsPosted() {
        Ends.Link link = ends().connect();
        MemoryRegion into = ends().fabric.allocate(64, Set.of());
        Target.TargetRegion from = ends().target.allocate(64);
        ends().target.put(from, 0, new byte[] {1, 2, 3});
        int there = ends().target
                .attach(link.peer(), ends().fabric.allocate(8, Ends.ALL).descriptor());

        ends().target.ask("send", link.peer(), from.index(), 0, 3, 0, UNSIGNALED);
        ends().target.ask("write-with-immediate", link.peer(), from.index(), 0, there, 0, 0, 11, 0, UNSIGNALED);
        ends().expectNothing();
        Ends.post(() -> link.queuePair().postReceive(into, 0, 8, 1));
        WorkCompletion message = ends().next();
        assertThat(message.workId()).isEqualTo(1);
        assertThat(message.bytes()).isEqualTo(3);
        assertThat(Ends.bytes(into, 0, 4)).containsExactly(1, 2, 3, 0);
        ends().expectNothing();
        Ends.post(() -> link.queuePair().postReceive(2));
        WorkCompletion immediate = ends().next();
        assertThat(immediate.opcode()).isEqualTo(WorkOpcode.RECEIVE_IMMEDIATE);
        assertThat(immediate.immediate()).isEqualTo(11);
        assertThat(link.queuePair().isConnected()).isTrue();
    }
}
