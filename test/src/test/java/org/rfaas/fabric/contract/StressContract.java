package org.rfaas.fabric.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rfaas.fabric.QueuePair.UNSIGNALED;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.rfaas.fabric.Access;
import org.rfaas.fabric.MemoryRegion;
import org.rfaas.fabric.PostResult;
import org.rfaas.fabric.RemoteRegion;
import org.rfaas.fabric.WorkCompletion;
import org.rfaas.fabric.WorkOpcode;
import org.rfaas.hosts.Allocation;

/** Many round trips. */
interface StressContract extends ContractTest {
    int SLOTS = 8;

    /** Fewer where a round takes long, as under emulation. */
    int ROUNDS = Integer.getInteger("rfaas.test.rounds", 40_000);

    @Test
    default void shouldKeepEveryByteOverThousandsOfRoundTrips() {
        long seed = Long.getLong("rfaas.test.seed", System.nanoTime());
        Random random = new Random(seed);
        int rounds = ROUNDS / 10;
        int slotBytes = 1 << 16;
        Echo echo = new Echo(ends(), slotBytes, rounds, 0);
        long[] sums = new long[SLOTS];
        int[] lengths = new int[SLOTS];
        int sent = 0;
        for (int received = 0; received < rounds; received++) {
            while (sent < rounds && sent < received + SLOTS) {
                // in order on a reliable connection, so the slots come back in turn
                int slot = sent % SLOTS;
                lengths[slot] = length(random, slotBytes);
                byte[] content = new byte[lengths[slot]];
                random.nextBytes(content);
                MemorySegment.copy(
                        content,
                        0,
                        echo.local.segment(),
                        ValueLayout.JAVA_BYTE,
                        (long) slot * slotBytes,
                        content.length);
                sums[slot] = sum(content);
                echo.send(slot, lengths[slot]);
                sent++;
            }
            WorkCompletion next = ends().next();
            int slot = received % SLOTS;
            assertThat(next.opcode()).as("seed %d", seed).isEqualTo(WorkOpcode.RECEIVE_IMMEDIATE);
            assertThat(next.immediate()).as("seed %d", seed).isEqualTo(slot);
            assertThat(next.bytes()).as("seed %d", seed).isEqualTo(lengths[slot]);
            byte[] back = Ends.bytes(echo.answers, (long) slot * slotBytes, lengths[slot]);
            for (int i = 0; back.length >= Long.BYTES && i < Long.BYTES; i++) {
                back[i] = (byte) ~back[i];
            }
            assertThat(sum(back)).as("seed %d, round %d", seed, received).isEqualTo(sums[slot]);
            Ends.post(() -> echo.link.queuePair().postReceive(0));
        }
        ends().target.answer();
    }

    /** Mostly short, sometimes long. */
    private static int length(Random random, int max) {
        return random.nextInt(4) == 0 ? random.nextInt(max + 1) : random.nextInt(300);
    }

    private static long sum(byte[] bytes) {
        CRC32C sum = new CRC32C();
        sum.update(bytes);
        return sum.getValue();
    }

    @Test
    default void shouldAllocateNothingOnTheDataPath() {
        int warmUp = ROUNDS / 2;
        Echo echo = new Echo(ends(), 64, warmUp + ROUNDS, warmUp);
        WorkCompletion completion = new WorkCompletion();
        for (int i = 0; i < warmUp; i++) {
            echo.roundTrip(completion, i < Waiting.SLEEPS);
        }

        long bytesHere = Allocation.bytesARound(ROUNDS, () -> echo.roundTrip(completion, false));

        assertThat(bytesHere).as("bytes a round here").isZero();
        assertThat(ends().target.answer()[0]).as("bytes a round at the target").isEqualTo("0");
    }

    /** A target that echoes, and memory for both directions. */
    final class Echo {
        final Ends.Link link;
        final MemoryRegion local;
        final MemoryRegion answers;
        private final RemoteRegion remote;
        private final int slotBytes;
        private final Ends ends;

        Echo(Ends ends, int slotBytes, int rounds, int warmUp) {
            this.ends = ends;
            this.slotBytes = slotBytes;
            long bytes = (long) SLOTS * slotBytes;
            link = ends.connect(2 * SLOTS, 0);
            local = ends.fabric.allocate(bytes, Ends.ALL);
            answers = ends.fabric.allocate(bytes, Ends.ALL);
            Target.TargetRegion there = ends.target.allocate(bytes, Access.REMOTE_WRITE);
            remote = ends.attach(link, there);
            int back = ends.target.attach(link.peer(), answers.descriptor());
            for (int i = 0; i < SLOTS; i++) {
                Ends.post(() -> link.queuePair().postReceive(0));
            }
            ends.target.tell(
                    "echo", ends.targetCompletions, link.peer(), there.index(), back, slotBytes, rounds, warmUp);
        }

        void send(int slot, int bytes) {
            if (!trySend(slot, bytes)) {
                throw new AssertionError("no room although the window is smaller than the depth");
            }
        }

        private boolean trySend(int slot, int bytes) {
            long offset = (long) slot * slotBytes;
            return link.queuePair().writeWithImmediate(local, offset, remote, offset, bytes, slot, 0, UNSIGNALED)
                    == PostResult.POSTED;
        }

        void roundTrip(WorkCompletion completion, boolean asleep) {
            send(0, slotBytes);
            boolean came = asleep
                    ? Waiting.nextAsleep(ends.completions, completion)
                    : Waiting.next(ends.completions, completion);
            if (!came || completion.bytes() != slotBytes || link.queuePair().postReceive(0) != PostResult.POSTED) {
                throw new AssertionError("no echo: " + completion);
            }
        }
    }
}
