package org.rfaas.fabric.shm;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;
import org.rfaas.fabric.MemoryRegion;
import org.rfaas.fabric.PostedReceives;

/** Concurrency tests of the ring and the doorbell, run by {@link RingStressIT}. */
final class RingStress {
    private RingStress() {}

    /** A producer publishes two entries; who sees an entry sees all of it, the message and what was stored before. */
    @JCStressTest
    @Outcome(id = "0, 0, 0, 0", expect = ACCEPTABLE, desc = "nothing yet")
    @Outcome(id = "11, 111, 1111, 0", expect = ACCEPTABLE, desc = "the first")
    @Outcome(id = "11, 111, 1111, 22", expect = ACCEPTABLE, desc = "both")
    @Outcome(expect = FORBIDDEN, desc = "an entry before its content, or out of order")
    @State
    public static class Publication {
        private final MemorySegment memory = Arena.ofAuto().allocate(Ring.bytes(2, 8), 64);
        private final MemorySegment from = Arena.ofAuto().allocate(8, 8);
        private final MemorySegment region = Arena.ofAuto().allocate(8, 8);
        private final MemorySegment into = MemorySegment.ofArray(new int[2]);
        private final RingProducer producer = new RingProducer(memory, 2, 8);
        private final RingConsumer consumer = new RingConsumer(memory, 2, 8);

        public Publication() {
            from.set(ValueLayout.JAVA_INT, 0, 111);
        }

        @Actor
        public void produce() {
            region.set(ValueLayout.JAVA_INT, 0, 1111);
            producer.stageMessage(from, 0, 4);
            producer.publish(Ring.MESSAGE, 11, 4);
            producer.publish(Ring.IMMEDIATE, 22, 0);
        }

        @Actor
        public void consume(IIII_Result result) {
            if (consumer.isReady()) {
                result.r1 = consumer.isValid() ? consumer.immediate() : -1;
                consumer.copyMessage(into, 0);
                result.r2 = into.get(ValueLayout.JAVA_INT, 0);
                result.r3 = region.get(ValueLayout.JAVA_INT, 0);
                consumer.advance();
                if (consumer.isReady()) {
                    result.r4 = consumer.immediate();
                }
            }
        }
    }

    /** A ring of one: the producer reuses the entry only after the consumer has read it. */
    @JCStressTest
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "too early for either")
    @Outcome(id = "11, 0", expect = ACCEPTABLE, desc = "the first, untouched by the second")
    @Outcome(id = "11, 22", expect = ACCEPTABLE, desc = "both")
    @Outcome(expect = FORBIDDEN, desc = "an entry was overwritten unread")
    @State
    public static class Reuse {
        private final MemorySegment memory = Arena.ofAuto().allocate(Ring.bytes(1, 8), 64);
        private final MemorySegment first = Arena.ofAuto().allocate(8, 8);
        private final MemorySegment second = Arena.ofAuto().allocate(8, 8);
        private final MemorySegment into = MemorySegment.ofArray(new int[2]);
        private final RingProducer producer = new RingProducer(memory, 1, 8);
        private final RingConsumer consumer = new RingConsumer(memory, 1, 8);

        public Reuse() {
            first.set(ValueLayout.JAVA_INT, 0, 11);
            second.set(ValueLayout.JAVA_INT, 0, 22);
        }

        @Actor
        public void produce() {
            if (producer.hasRoom()) {
                producer.stageMessage(first, 0, 4);
                producer.publish(Ring.MESSAGE, 1, 4);
            }
            if (producer.hasRoom()) {
                producer.stageMessage(second, 0, 4);
                producer.publish(Ring.MESSAGE, 2, 4);
            }
        }

        @Actor
        public void consume(II_Result result) {
            result.r1 = take(1);
            result.r2 = result.r1 == 0 ? 0 : take(2);
        }

        private int take(int expected) {
            if (!consumer.isReady()) {
                return 0;
            }
            consumer.copyMessage(into, 0);
            int taken = consumer.immediate() == expected ? into.get(ValueLayout.JAVA_INT, 0) : -1;
            consumer.advance();
            return taken;
        }
    }

    /** The owner announces its sleep and looks again, a peer publishes and rings: one of them sees the other. */
    @JCStressTest
    @Outcome(id = "0", expect = ACCEPTABLE, desc = "the owner saw the entry and stays awake")
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "the owner slept and was rung")
    @Outcome(id = "2", expect = FORBIDDEN, desc = "the owner sleeps on an entry and nobody rings: a lost wake-up")
    @State
    public static class SleepAndRing {
        private static final VarHandle WORD = ValueLayout.JAVA_INT.varHandle();
        private static final int SLEEPING = 1;

        private final MemorySegment memory = Arena.ofAuto().allocate(Ring.bytes(1, 0), 64);
        private final MemorySegment word = Arena.ofAuto().allocate(Doorbell.BYTES, 64);
        private final RingProducer producer = new RingProducer(memory, 1, 0);
        private final RingConsumer consumer = new RingConsumer(memory, 1, 0);
        private final Doorbell ownersEnd = new Doorbell(word);
        private final Doorbell peersEnd = new Doorbell(word);
        private boolean ownerSleeps;

        @Actor
        public void owner() {
            ownersEnd.announceSleep();
            ownerSleeps = !consumer.isReady();
        }

        @Actor
        public void peer() {
            producer.publish(Ring.IMMEDIATE, 1, 0);
            peersEnd.ring();
        }

        @Arbiter
        public void judge(I_Result result) {
            boolean rung = (int) WORD.getVolatile(word, 0L) != SLEEPING;
            result.r1 = ownerSleeps ? (rung ? 1 : 2) : 0;
        }
    }

    /** The same between two threads of one side: a receive posted, or work completed, while the other thread awaits. */
    @JCStressTest
    @Outcome(id = "0", expect = ACCEPTABLE, desc = "the poller saw both and stays awake")
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "the poller slept and was rung")
    @Outcome(id = "2", expect = FORBIDDEN, desc = "a lost wake-up")
    @State
    public static class SleepAndPost {
        private static final VarHandle WORD = ValueLayout.JAVA_INT.varHandle();
        private static final int SLEEPING = 1;

        private final MemorySegment word = Arena.ofAuto().allocate(Doorbell.BYTES, 64);
        private final Doorbell doorbell = new Doorbell(word);
        private final PostedReceives<MemoryRegion> receives = new PostedReceives<>(1);
        private boolean pollerSleeps;

        @Actor
        public void poller() {
            doorbell.announceSleep();
            pollerSleeps = receives.isEmpty();
        }

        @Actor
        public void poster() {
            receives.post(5, null, 0, 0);
            doorbell.ring();
        }

        @Arbiter
        public void judge(I_Result result) {
            boolean rung = (int) WORD.getVolatile(word, 0L) != SLEEPING;
            result.r1 = pollerSleeps ? (rung ? 1 : 2) : 0;
        }
    }

    /** Receives from the posting to the polling thread, through a queue of one. */
    @JCStressTest
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "none yet")
    @Outcome(id = "71, 0", expect = ACCEPTABLE, desc = "the first")
    @Outcome(id = "71, 82", expect = ACCEPTABLE, desc = "both")
    @Outcome(expect = FORBIDDEN, desc = "torn, lost or out of order")
    @State
    public static class Receives {
        private final PostedReceives<MemoryRegion> receives = new PostedReceives<>(1);

        @Actor
        public void poster() {
            if (receives.post(70, null, 0, 1)) {
                receives.post(80, null, 0, 2);
            }
        }

        @Actor
        public void poller(II_Result result) {
            result.r1 = take();
            result.r2 = result.r1 == 0 ? 0 : take();
        }

        private int take() {
            if (receives.isEmpty()) {
                return 0;
            }
            int sum = (int) receives.workId() + receives.length();
            receives.take();
            return sum;
        }
    }
}
