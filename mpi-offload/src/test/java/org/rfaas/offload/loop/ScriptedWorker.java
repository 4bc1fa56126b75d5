package org.rfaas.offload.loop;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;
import org.rfaas.function.FunctionBundle;
import org.rfaas.offload.kernel.LoopFrame;
import org.rfaas.offload.worker.KernelPort;
import org.rfaas.offload.worker.RemoteFailureException;
import org.rfaas.offload.worker.ResidentPort;
import org.rfaas.offload.worker.SlotPort;
import org.rfaas.offload.worker.WorkerLostException;
import org.rfaas.offload.worker.WorkerPort;

/** A worker that computes nothing: it answers at once, and says that it took as long as a test wants it to have taken. */
final class ScriptedWorker implements WorkerPort {
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final int SLOT_BYTES = 1024;

    /** Time an iteration takes it from now on. */
    long nsPerIteration;

    boolean isLost;

    /** Whether what is submitted is answered. */
    boolean answers = true;

    /** Time that writing to its memory takes, however much. */
    long nsPerWrite;

    /** Bytes that were written to its memory. */
    long writtenBytes;

    /** Answers that it gives before it falls silent. */
    int answersLeft = Integer.MAX_VALUE;

    /** Memory that is left for buffers. */
    long freeBytes = Long.MAX_VALUE;

    /** Submits so many times before an Error. */
    int submits = Integer.MAX_VALUE;

    private final List<ScriptedSlot> slots = List.of(new ScriptedSlot(), new ScriptedSlot());

    @Override
    public int slots() {
        return slots.size();
    }

    @Override
    public SlotPort slot(int index) {
        return slots.get(index);
    }

    @Override
    public KernelPort install(FunctionBundle bundle) {
        if (isLost) {
            throw new WorkerLostException("it is gone");
        }
        return new KernelPort() {};
    }

    @Override
    public ResidentPort allocate(long bytes) {
        if (bytes > freeBytes) {
            throw new RemoteFailureException("no memory left");
        }
        freeBytes -= bytes;
        return new ForgetfulMemory(bytes);
    }

    /** It reads nothing, so there is nothing to keep. */
    private final class ForgetfulMemory implements ResidentPort {
        private final long bytes;

        ForgetfulMemory(long bytes) {
            this.bytes = bytes;
        }

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
            long startNs = System.nanoTime();
            while (System.nanoTime() - startNs < nsPerWrite) {
                Thread.onSpinWait();
            }
            parts.forEach(part -> writtenBytes += part.byteSize());
        }

        @Override
        public void close() {
            freeBytes += bytes;
        }
    }

    private final class ScriptedSlot implements SlotPort {
        private final MemorySegment input = Arena.ofAuto().allocate(SLOT_BYTES, 64);
        private final MemorySegment output = Arena.ofAuto().allocate(SLOT_BYTES, 64);

        @Override
        public MemorySegment input() {
            return input;
        }

        @Override
        public MemorySegment output() {
            return output;
        }

        @Override
        public void submit(KernelPort kernel, int inputBytes) {
            if (submits == 0) {
                throw new NoClassDefFoundError("of a fabric");
            }
            submits--;
            int iterations = input.get(INT, 8) - input.get(INT, 4);
            output.set(LONG, 0, iterations * nsPerIteration);
            output.set(INT, 8, input.get(INT, 0)); // the magic number is that of the request
        }

        @Override
        public boolean isDone() {
            return answers && answersLeft > 0;
        }

        @Override
        public boolean awaitDone(long timeoutNs) {
            return isDone();
        }

        @Override
        public int finish() {
            answersLeft--;
            return LoopFrame.ANSWER_HEADER_BYTES;
        }
    }
}
