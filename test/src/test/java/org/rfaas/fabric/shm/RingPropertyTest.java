package org.rfaas.fabric.shm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The ring beside a queue, under random schedules. */
final class RingPropertyTest {
    private static final long SEED = Long.getLong("rfaas.test.seed", System.nanoTime());

    /** What the model queue holds for an entry. */
    private record Entry(int kind, int immediate, int bytes, long content) {}

    @ParameterizedTest
    @CsvSource({"1,0", "1,64", "2,7", "3,100", "16,4096", "4096,0"})
    void shouldBehaveAsABoundedQueue(int depth, int maxMessageBytes) {
        Random random = new Random(SEED + depth);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(Ring.bytes(depth, maxMessageBytes), 64);
            RingProducer producer = new RingProducer(memory, depth, maxMessageBytes);
            RingConsumer consumer = new RingConsumer(memory, depth, maxMessageBytes);
            MemorySegment from = arena.allocate(maxMessageBytes + 8L, 8);
            MemorySegment into = arena.allocate(maxMessageBytes + 8L, 8);
            Deque<Entry> model = new ArrayDeque<>();
            int capacity = Ring.capacity(depth);
            int steps = 20_000 + 10 * depth;
            int bias = 50;
            for (int step = 0; step < steps; step++) {
                if (step % (2 * capacity + 10) == 0) {
                    bias = 10 + random.nextInt(81); // phases that run full and phases that run empty
                }
                String where = "seed " + SEED + ", step " + step;
                if (random.nextInt(100) < bias) {
                    assertThat(producer.hasRoom()).as(where).isEqualTo(model.size() < capacity);
                    if (model.size() < capacity) {
                        model.add(publish(random, producer, from, maxMessageBytes));
                    }
                } else {
                    assertThat(consumer.isReady()).as(where).isEqualTo(!model.isEmpty());
                    if (!model.isEmpty()) {
                        assertThat(consume(consumer, into)).as(where).isEqualTo(model.remove());
                    }
                }
            }
        }
    }

    private static Entry publish(Random random, RingProducer producer, MemorySegment from, int maxMessageBytes) {
        int immediate = random.nextInt();
        if (random.nextBoolean()) {
            int bytes = random.nextInt(Integer.MAX_VALUE);
            producer.publish(Ring.IMMEDIATE, immediate, bytes);
            return new Entry(Ring.IMMEDIATE, immediate, bytes, 0);
        }
        int bytes = random.nextInt(maxMessageBytes + 1);
        for (int i = 0; i < bytes; i++) {
            from.set(ValueLayout.JAVA_BYTE, i, (byte) random.nextInt());
        }
        producer.stageMessage(from, 0, bytes);
        producer.publish(Ring.MESSAGE, 0, bytes);
        return new Entry(Ring.MESSAGE, 0, bytes, content(from, bytes));
    }

    private static Entry consume(RingConsumer consumer, MemorySegment into) {
        assertThat(consumer.isValid()).isTrue();
        long content = 0;
        if (consumer.kind() == Ring.MESSAGE) {
            into.fill((byte) 0x55);
            consumer.copyMessage(into, 3);
            content = content(into.asSlice(3), consumer.bytes());
            assertThat(into.get(ValueLayout.JAVA_BYTE, 2)).isEqualTo((byte) 0x55);
            assertThat(into.get(ValueLayout.JAVA_BYTE, 3L + consumer.bytes())).isEqualTo((byte) 0x55);
        }
        Entry entry = new Entry(consumer.kind(), consumer.immediate(), consumer.bytes(), content);
        consumer.advance();
        return entry;
    }

    private static long content(MemorySegment segment, int bytes) {
        long sum = bytes;
        for (int i = 0; i < bytes; i++) {
            sum = 31 * sum + segment.get(ValueLayout.JAVA_BYTE, i);
        }
        return sum;
    }

    @Test
    void shouldRefuseMemoryOfAnotherSize() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(Ring.bytes(4, 64) - 1, 64);
            assertThatThrownBy(() -> new RingConsumer(memory, 4, 64)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new RingProducer(memory, 4, 64)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void shouldNeverLeaveItsMemoryWhateverThePeerWrites() {
        Random random = new Random(SEED);
        int depth = 8;
        int maxMessageBytes = 100;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(Ring.bytes(depth, maxMessageBytes), 64);
            RingProducer producer = new RingProducer(memory, depth, maxMessageBytes);
            RingConsumer consumer = new RingConsumer(memory, depth, maxMessageBytes);
            MemorySegment from = arena.allocate(maxMessageBytes);
            MemorySegment into = arena.allocate(maxMessageBytes);
            for (int step = 0; step < 200_000; step++) {
                long at = random.nextLong(memory.byteSize() / 8) * 8;
                long value = switch (random.nextInt(4)) {
                    case 0 -> random.nextLong();
                    case 1 -> random.nextInt(20);
                    case 2 -> -1L;
                    default -> Long.MAX_VALUE;
                };
                memory.set(ValueLayout.JAVA_LONG, at, value);
                if (producer.hasRoom()) {
                    producer.stageMessage(from, 0, random.nextInt(maxMessageBytes + 1));
                    producer.publish(Ring.MESSAGE, 0, 0);
                }
                if (consumer.isReady()) {
                    if (consumer.isValid() && consumer.kind() == Ring.MESSAGE) {
                        assertThat(consumer.bytes()).as("seed %d", SEED).isBetween(0, maxMessageBytes);
                        consumer.copyMessage(into, 0);
                    }
                    consumer.advance();
                }
            }
        }
    }
}
