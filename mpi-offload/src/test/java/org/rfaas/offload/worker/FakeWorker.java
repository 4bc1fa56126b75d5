package org.rfaas.offload.worker;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.rfaas.function.FunctionBundle;
import org.rfaas.function.RemoteFunction;
import org.rfaas.offload.woven.HandWoven;
import org.rfaas.offload.woven.MemoryBody;

/** A worker in this process: loads the shipped bundle in its own class loader and runs it on native memory. */
public final class FakeWorker implements WorkerPort, AutoCloseable {
    public enum Fault {
        NONE,
        THROW,
        LOSE,
        HANG,
        GARBAGE
    }

    public final AtomicInteger invocations = new AtomicInteger();
    public final AtomicLong residentWriteBytes = new AtomicLong();
    public final AtomicInteger allocations = new AtomicInteger();
    public final AtomicInteger mostInFlight = new AtomicInteger();

    private final Arena arena = Arena.ofShared();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(r -> {
        Thread made = new Thread(r, "fake-worker");
        made.setDaemon(true);
        return made;
    });
    private final List<FakeSlot> slots = new ArrayList<>();
    private final Map<Integer, MemorySegment> residents = new ConcurrentHashMap<>();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final Semaphore held = new Semaphore(0);
    private volatile boolean isLost;
    private volatile Fault fault = Fault.NONE;
    private volatile int faultAt;
    private volatile int holdAt;
    private volatile long memoryBytes = Long.MAX_VALUE;
    private boolean isUnloadable;
    private int writesToLoss = -1;
    private boolean isLastWritten;

    public FakeWorker(int slotCount, int slotBytes) {
        for (int i = 0; i < slotCount; i++) {
            slots.add(new FakeSlot(slotBytes));
        }
    }

    /** The invocation number {@code at}, counted from 1, goes wrong. */
    public FakeWorker failing(Fault kind, int at) {
        fault = kind;
        faultAt = at;
        return this;
    }

    public FakeWorker refusingMemory() {
        return refusingMoreThan(0);
    }

    /** The invocation number {@code at}, counted from 1, waits for {@link #letGo}. */
    public FakeWorker holdingAt(int at) {
        holdAt = at;
        return this;
    }

    /** It allocates no larger buffer. */
    public FakeWorker refusingMoreThan(long bytes) {
        memoryBytes = bytes;
        return this;
    }

    /** The resident write number {@code at}, counted from 1, is its end: before, or once the data is there. */
    public FakeWorker losingAtWrite(int at, boolean isWritten) {
        writesToLoss = at;
        isLastWritten = isWritten;
        return this;
    }

    /** Installing anything is an error of this virtual machine. */
    public FakeWorker unloadable() {
        isUnloadable = true;
        return this;
    }

    /** Invocations whose answers were not taken. */
    public int inFlight() {
        return inFlight.get();
    }

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
        requireConnected();
        if (isUnloadable) {
            throw new NoClassDefFoundError("a class of the client");
        }
        try {
            var type = new BundleLoader(FunctionBundle.decode(bundle.encoded())).loadClass(bundle.mainClass());
            var constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            return new FakeKernel((RemoteFunction) constructor.newInstance());
        } catch (ReflectiveOperationException e) {
            throw new RemoteFailureException("cannot load " + bundle.mainClass(), e);
        }
    }

    @Override
    public ResidentPort allocate(long bytes) {
        requireConnected();
        if (bytes > memoryBytes) {
            throw new RemoteFailureException("no memory left");
        }
        int id = allocations.incrementAndGet();
        // memory that nobody wrote must not pass for data
        MemorySegment memory = arena.allocate(bytes, 64).fill((byte) 0xFF);
        residents.put(id, memory);
        return new FakeResident(id, memory);
    }

    public long residentBuffers() {
        return residents.size();
    }

    public void lose() {
        isLost = true;
    }

    /** Begins nothing for so long. */
    public void pause(long ns) {
        thread.execute(() -> LockSupport.parkNanos(ns));
    }

    /** Begins nothing before {@link #letGo}. */
    public void hold() {
        thread.execute(held::acquireUninterruptibly);
    }

    public void letGo() {
        held.release();
    }

    /** Waits until it has done all that was submitted. */
    public void awaitIdle() {
        try {
            thread.submit(() -> {}).get();
        } catch (ExecutionException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private void requireConnected() {
        if (isLost) {
            throw new WorkerLostException("fake worker is gone");
        }
    }

    private record FakeKernel(RemoteFunction function) implements KernelPort {}

    private static final class BundleLoader extends ClassLoader {
        private final FunctionBundle bundle;

        BundleLoader(FunctionBundle bundle) {
            super(new ClassLoader(ClassLoader.getPlatformClassLoader()) {
                @Override
                protected Class<?> findClass(String name) throws ClassNotFoundException {
                    if (name.startsWith("org.rfaas.function.")) {
                        return FakeWorker.class.getClassLoader().loadClass(name);
                    }
                    throw new ClassNotFoundException(name);
                }
            });
            this.bundle = bundle;
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            byte[] bytes = bundle.classes().get(name);
            if (name.equals(
                    MemoryBody.class.getName())) { // a kernel is one class, those written by hand have a superclass
                bytes = HandWoven.classFile(MemoryBody.class);
            }
            if (bytes == null) {
                throw new ClassNotFoundException(name);
            }
            return defineClass(name, bytes, 0, bytes.length);
        }
    }

    private final class FakeSlot implements SlotPort {
        private final MemorySegment input;
        private final MemorySegment output;

        /** What is in the input as the worker has it. */
        private final MemorySegment arrived;

        private Future<Integer> pending;

        FakeSlot(int bytes) {
            input = arena.allocate(bytes, 64);
            output = arena.allocate(bytes, 64);
            arrived = arena.allocate(bytes, 64);
        }

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
            requireConnected();
            if (pending != null) {
                throw new IllegalStateException("slot in flight");
            }
            mostInFlight.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
            pending = thread.submit(() -> invoke((FakeKernel) kernel, inputBytes));
        }

        private int invoke(FakeKernel kernel, int inputBytes) throws Exception {
            int number = invocations.incrementAndGet();
            if (number == holdAt) {
                held.acquireUninterruptibly();
            }
            if (number == faultAt) {
                switch (fault) {
                    case THROW -> throw new IllegalStateException("fault in the kernel");
                    case LOSE -> isLost = true;
                    case HANG -> Thread.sleep(60_000);
                    case GARBAGE -> {
                        return 8;
                    }
                    case NONE -> {}
                }
            }
            output.fill((byte) 0xFF);
            MemorySegment.copy(input, 0, arrived, 0, inputBytes);
            FakeInvocation invocation = new FakeInvocation(arrived, inputBytes, output, residents);
            int bytes = kernel.function().invoke(invocation);
            invocation.copyReturned(input);
            return bytes;
        }

        @Override
        public boolean isDone() {
            return isLost || pending.isDone();
        }

        @Override
        public boolean awaitDone(long timeoutNs) {
            try {
                pending.get(timeoutNs, TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                return isLost;
            } catch (ExecutionException e) {
                return true;
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return true;
        }

        @Override
        public int finish() {
            requireConnected();
            Future<Integer> ended = pending;
            pending = null;
            inFlight.decrementAndGet();
            try {
                return ended.get();
            } catch (ExecutionException e) {
                throw new RemoteFailureException("function failed: " + e.getCause(), e);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    private final class FakeResident implements ResidentPort {
        private final int id;
        private final MemorySegment memory;

        FakeResident(int id, MemorySegment memory) {
            this.id = id;
            this.memory = memory;
        }

        @Override
        public int id() {
            return id;
        }

        @Override
        public long bytes() {
            return memory.byteSize();
        }

        @Override
        public void write(long offset, List<MemorySegment> parts) {
            boolean isLast = --writesToLoss == 0;
            isLost |= isLast && !isLastWritten;
            requireConnected();
            isLost |= isLast;
            long target = offset;
            for (MemorySegment part : parts) {
                MemorySegment.copy(part, 0, memory, target, part.byteSize());
                target += part.byteSize();
            }
            residentWriteBytes.addAndGet(target - offset);
        }

        @Override
        public void close() {
            residents.remove(id);
        }
    }
}
