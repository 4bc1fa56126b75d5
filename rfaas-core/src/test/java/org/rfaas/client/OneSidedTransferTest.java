package org.rfaas.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.Fabrics;
import org.rfaas.fabric.MemoryRegion;
import org.rfaas.fabric.PostResult;
import org.rfaas.fabric.QueuePair;
import org.rfaas.fabric.RemoteRegion;

/** Transfers over a network that carries out what is posted as late as it may: when its completion is awaited. */
class OneSidedTransferTest {
    private static final int CHUNK_BYTES = 1 << 20;
    private static final long SEED = 20261123;

    private final Fabric fabric = Fabrics.open("shm");
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment there = arena.allocate(8L * CHUNK_BYTES);
    private final Queue<Runnable> posted = new ArrayDeque<>();
    private final RemoteRegion remote = fake(RemoteRegion.class, "pointer", _ -> Optional.empty());
    private final OneSidedTransfer transfer =
            new OneSidedTransfer(fabric, fake(QueuePair.class, "write", this::post), this::completeOldest);

    @AfterEach
    void close() {
        transfer.close();
        arena.close();
        fabric.close();
    }

    @Test
    void shouldNotChangeAChunkThatStillTravels() {
        MemorySegment here = random(6L * CHUNK_BYTES + 13);

        transfer.write(List.of(here), remote, 5);

        assertThat(there.asSlice(5, here.byteSize()).mismatch(here))
                .as("seed %d", SEED)
                .isEqualTo(-1);
        assertThat(posted).as("on the way").isEmpty();
    }

    @Test
    void shouldWritePartsThatDoNotEndWithAChunkOneAfterTheOther() {
        MemorySegment here = random(5L * CHUNK_BYTES);
        List<MemorySegment> parts =
                List.of(here.asSlice(0, 3), here.asSlice(3, 3L * CHUNK_BYTES), here.asSlice(3L * CHUNK_BYTES + 3));

        transfer.write(parts, remote, 0);

        assertThat(there.asSlice(0, here.byteSize()).mismatch(here))
                .as("seed %d", SEED)
                .isEqualTo(-1);
    }

    private MemorySegment random(long bytes) {
        byte[] values = new byte[(int) bytes];
        new Random(SEED).nextBytes(values);
        return MemorySegment.ofArray(values);
    }

    /** The arguments are those of {@link QueuePair#write}. */
    private Object post(Object[] write) {
        MemorySegment from = ((MemoryRegion) write[0]).segment();
        long offset = (long) write[1];
        long remoteOffset = (long) write[3];
        long bytes = (long) write[4];
        posted.add(() -> MemorySegment.copy(from, offset, there, remoteOffset, bytes));
        return PostResult.POSTED;
    }

    private void completeOldest() {
        posted.remove().run();
        transfer.completed();
    }

    @FunctionalInterface
    private interface Answer {
        Object to(Object[] arguments);
    }

    /** Answers one method and knows no other. */
    private static <T> T fake(Class<T> type, String name, Answer answer) {
        Object made = Proxy.newProxyInstance(
                OneSidedTransferTest.class.getClassLoader(), new Class<?>[] {type}, (_, method, arguments) -> {
                    if (!method.getName().equals(name)) {
                        throw new UnsupportedOperationException(method.getName());
                    }
                    return answer.to(arguments);
                });
        return type.cast(made);
    }
}
