package org.rfaas.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rfaas.bench.BareExecutor;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.PointerlessFabric;
import org.rfaas.function.FunctionBundle;
import org.rfaas.wire.SlotLayout;

/** Resident buffers on a real executor process, by load/store access and by transfers as on a real network. */
class ResidentBufferTest {
    private static final long TIMEOUT_NS = TimeUnit.MINUTES.toNanos(1);

    private static Fabric shm;
    private static BareExecutor withPointers;
    private static BareExecutor withoutPointers;

    @BeforeAll
    static void startExecutors() {
        shm = TestFabric.open();
        withPointers = BareExecutor.start(shm, 1, new SlotLayout(2, 4096), 1_000_000);
        withoutPointers = BareExecutor.start(new PointerlessFabric(shm), 1, new SlotLayout(2, 4096), 1_000_000);
    }

    @AfterAll
    static void stopExecutors() {
        withPointers.close();
        withoutPointers.close();
        shm.close();
    }

    private static Worker worker(boolean pointers) {
        return (pointers ? withPointers : withoutPointers).worker();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldShowAFunctionWhatTheClientWroteBeforeIt(boolean pointers) {
        Worker worker = worker(pointers);
        InstalledFunction sum = worker.install(FunctionBundle.of(TestFunctions.SumResident.class));
        double[] values = new Random(1).doubles(10_000).toArray();
        double expected = 0;
        for (double value : values) {
            expected += value;
        }
        try (ResidentBuffer buffer = worker.allocate((long) values.length * Double.BYTES)) {
            buffer.write(0, MemorySegment.ofArray(values));
            Slot slot = worker.slot(0);
            slot.input().set(ValueLayout.JAVA_INT, 0, buffer.id());
            slot.submit(sum, Integer.BYTES);

            assertThat(slot.await(TIMEOUT_NS)).isEqualTo(Double.BYTES);
            assertThat(slot.output().get(ValueLayout.JAVA_DOUBLE, 0)).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldWriteAndReadRangesLargerThanAnyStagingBuffer(boolean pointers) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] content = new byte[5_000_011];
        random.nextBytes(content);
        try (ResidentBuffer buffer = worker(pointers).allocate(content.length + 100)) {
            buffer.write(37, MemorySegment.ofArray(content));
            byte[] back = new byte[content.length];
            buffer.read(37, MemorySegment.ofArray(back));

            assertThat(back).as("seed %d", seed).isEqualTo(content);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldWritePartsOneAfterTheOther(boolean pointers) {
        Random random = new Random(7);
        List<MemorySegment> parts = new ArrayList<>();
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        for (int length : new int[] {3, 0, 700_000, 700_000, 1, 1 << 20, 2_500_000, 0}) {
            byte[] part = new byte[length];
            random.nextBytes(part);
            parts.add(MemorySegment.ofArray(part));
            expected.writeBytes(part);
        }
        try (ResidentBuffer buffer = worker(pointers).allocate(expected.size() + 100)) {
            buffer.write(37, parts);
            byte[] back = new byte[expected.size()];
            buffer.read(37, MemorySegment.ofArray(back));

            assertThat(back).isEqualTo(expected.toByteArray());
        }
    }

    @Test
    void shouldRefuseRangesOutsideTheBuffer() {
        try (ResidentBuffer buffer = worker(true).allocate(64)) {
            MemorySegment half = MemorySegment.ofArray(new byte[32]);
            assertThatExceptionOfType(IndexOutOfBoundsException.class)
                    .isThrownBy(() -> buffer.write(1, List.of(half, half)));
            assertThatExceptionOfType(IndexOutOfBoundsException.class)
                    .isThrownBy(() -> buffer.write(60, MemorySegment.ofArray(new byte[5])));
            assertThatExceptionOfType(IndexOutOfBoundsException.class)
                    .isThrownBy(() -> buffer.read(-1, MemorySegment.ofArray(new byte[5])));
        }
    }

    @Test
    void shouldRefuseAnAbsurdAllocationAndGoOn() {
        assertThatExceptionOfType(RequestRefusedException.class)
                .isThrownBy(() -> worker(true).allocate(-5));
        assertThatExceptionOfType(RequestRefusedException.class)
                .isThrownBy(() -> worker(true).allocate(1L << 60))
                .withMessageContaining("cannot allocate");

        worker(true).allocate(64).close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldRefuseToUseABufferThatWasClosed(boolean pointers) {
        Worker worker = worker(pointers);
        ResidentBuffer buffer = worker.allocate(64);
        buffer.close();

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> buffer.write(0, MemorySegment.ofArray(new byte[5])))
                .withMessageContaining("is closed");
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> buffer.read(0, MemorySegment.ofArray(new byte[5])))
                .withMessageContaining("is closed");
        assertThat(worker.isConnected()).isTrue();
    }

    @Test
    void shouldStayOpenWhenNoSlotIsFreeToFreeItWith() {
        Worker worker = worker(true);
        InstalledFunction sleeping = worker.install(FunctionBundle.of(TestFunctions.Sleeping.class));
        ResidentBuffer buffer = worker.allocate(900_000); // of the million that there is
        for (int i = 0; i < worker.slots(); i++) {
            worker.slot(i).input().set(ValueLayout.JAVA_LONG, 0, 1);
            worker.slot(i).submit(sleeping, Long.BYTES);
        }

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(buffer::close)
                .withMessageContaining("in flight");
        for (int i = 0; i < worker.slots(); i++) {
            worker.slot(i).await(TIMEOUT_NS);
        }
        buffer.close();

        worker.allocate(900_000).close(); // freed, then
    }

    @Test
    void shouldForgetABufferThatWasClosed() {
        Worker worker = worker(true);
        InstalledFunction sum = worker.install(FunctionBundle.of(TestFunctions.SumResident.class));
        ResidentBuffer buffer = worker.allocate(64);
        buffer.close();
        Slot slot = worker.slot(0);
        slot.input().set(ValueLayout.JAVA_INT, 0, buffer.id());
        slot.submit(sum, Integer.BYTES);

        assertThatExceptionOfType(RemoteFunctionException.class)
                .isThrownBy(() -> slot.await(TIMEOUT_NS))
                .withMessageContaining("no resident buffer");
    }
}
