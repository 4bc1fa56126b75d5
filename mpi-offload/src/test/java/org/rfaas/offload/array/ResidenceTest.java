package org.rfaas.offload.array;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.rfaas.function.FunctionBundle;
import org.rfaas.offload.kernel.ArrayForm;
import org.rfaas.offload.plan.Blocks;
import org.rfaas.offload.plan.Columns;
import org.rfaas.offload.report.Counters;
import org.rfaas.offload.worker.KernelPort;
import org.rfaas.offload.worker.RemoteFailureException;
import org.rfaas.offload.worker.ResidentPort;
import org.rfaas.offload.worker.SlotPort;
import org.rfaas.offload.worker.WorkerPort;

/** Whatever loops need of an array, and whatever of it changes in between: a worker's copy has it as it is. */
class ResidenceTest {
    private static final long FIRST_SEED = Long.getLong("rfaas.test.seed", 20261123);
    private static final int CASES = 200;
    private static final int LOOPS = 40;
    private static final int UNITS = 120;

    /** More than are remembered. */
    private static final int MANY_CHANGES = 100;

    @Test
    void shouldHoldWhatIsNeededAsItIs() {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + CASES; seed++) {
            new Case(new Random(seed), "seed " + seed).run();
        }
    }

    /** One array in the memory of one worker. */
    private static final class Case {
        private final Random random;
        private final String name;
        private final double[] values;
        private final LoopArray array;
        private final Memory memory;
        private final Counters counters = new Counters();
        private final Residence residence;

        /** What the last loop needed, and may still use. */
        private Blocks inUse = Blocks.NONE;

        private double lastValue;

        Case(Random random, String name) {
            this.random = random;
            this.name = name;
            this.values = new double[UNITS];
            ArrayForm form = ArrayForm.elements(Double.BYTES);
            this.array = new LoopArray(
                    new TrackedArray(), ArrayStorage.of(values, form, Double.BYTES, Columns.all(0)), form);
            this.memory = new Memory(random.nextBoolean() ? Long.MAX_VALUE : (long) UNITS / 2 * Double.BYTES);
            this.residence = new Residences(memory, counters).of(array);
        }

        void run() {
            change(0, UNITS);
            for (int loop = 0; loop < LOOPS; loop++) {
                boolean hasChanged = changeSome();
                bring(hasChanged);
            }
            residence.release();
            assertThat(memory.buffers).as(name).isEmpty();
            assertThat(residentBytes()).as(name).isZero();
        }

        private boolean changeSome() {
            int changes = random.nextInt(20) == 0 ? MANY_CHANGES : Math.max(0, random.nextInt(6) - 2);
            for (int i = 0; i < changes; i++) {
                int first = random.nextInt(UNITS);
                change(first, first + 1 + random.nextInt(Math.min(8, UNITS - first)));
            }
            return changes > 0;
        }

        private void change(int from, int to) {
            for (int unit = from; unit < to; unit++) {
                values[unit] = ++lastValue;
            }
            array.tracked().touch(from, to);
        }

        private void bring(boolean hasChanged) {
            int first = random.nextInt(UNITS);
            int end = Math.min(UNITS, first + random.nextInt(UNITS / 2));
            Blocks part = Blocks.range(first, end);
            Blocks loop = Blocks.range(random.nextInt(first + 1), end + random.nextInt(UNITS - end + 1));
            boolean staysInPlace = residence.hasRoom(array, part);
            long missing = residence.missingBytes(part);
            int made = memory.made;
            memory.written.clear();

            residence.need(part, loop);
            residence.bring(array);
            residence.needsNothing();

            if (!part.isEmpty()) {
                for (int unit = first; unit < end; unit++) {
                    assertThat(memory.last().get(ValueLayout.JAVA_DOUBLE, residence.offset(unit)))
                            .as("unit %d, %s", unit, name)
                            .isEqualTo(values[unit]);
                }
                if (staysInPlace) {
                    assertThat(memory.made).as(name).isEqualTo(made);
                    assertThat(memory.written)
                            .as("what a loop may still use, %s", name)
                            .noneMatch(this::isInUse);
                }
            }
            inUse = part;
            if (!hasChanged) {
                assertThat((long) memory.written.size() * Double.BYTES).as(name).isEqualTo(missing);
            }
            assertThat(memory.buffers).as("one copy, %s", name).hasSize(1);
            assertThat(residentBytes()).as(name).isEqualTo(memory.last().byteSize());
        }

        private boolean isInUse(long offset) {
            return !inUse.isEmpty()
                    && offset >= residence.offset(inUse.first())
                    && offset < residence.offset(inUse.end());
        }

        private long residentBytes() {
            return counters.report(0, 0, 0, 0).residentBytes();
        }
    }

    /** A worker that keeps what is written to it. */
    private static final class Memory implements WorkerPort {
        private final long mostBytes;
        private final List<MemorySegment> buffers = new ArrayList<>();
        private int made;

        /** Offsets of the units written since it was cleared. */
        private final List<Long> written = new ArrayList<>();

        Memory(long mostBytes) {
            this.mostBytes = mostBytes;
        }

        MemorySegment last() {
            return buffers.getLast();
        }

        @Override
        public ResidentPort allocate(long bytes) {
            if (bytes > mostBytes) {
                throw new RemoteFailureException("no memory left");
            }
            MemorySegment buffer = Arena.ofAuto().allocate(bytes, Double.BYTES);
            buffers.add(buffer);
            made++;
            return new ResidentPort() {
                @Override
                public int id() {
                    return 1;
                }

                @Override
                public long bytes() {
                    return bytes;
                }

                @Override
                public void write(long offset, List<MemorySegment> parts) {
                    long at = offset;
                    for (MemorySegment part : parts) {
                        MemorySegment.copy(part, 0, buffer, at, part.byteSize());
                        for (long done = 0; done < part.byteSize(); done += Double.BYTES) {
                            written.add(at + done);
                        }
                        at += part.byteSize();
                    }
                }

                @Override
                public void close() {
                    buffers.remove(buffer);
                }
            };
        }

        @Override
        public int slots() {
            throw new UnsupportedOperationException();
        }

        @Override
        public SlotPort slot(int index) {
            throw new UnsupportedOperationException();
        }

        @Override
        public KernelPort install(FunctionBundle bundle) {
            throw new UnsupportedOperationException();
        }
    }
}
