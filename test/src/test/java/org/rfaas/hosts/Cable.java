package org.rfaas.hosts;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;

/**
 * Two network devices joined by this process (tun(4)), which delays and loses packets: for kernels without netem. The
 * devices appear in this process's namespace and may be moved to others.
 */
final class Cable implements AutoCloseable {
    private static final int O_RDWR = 2;
    private static final long TUNSETIFF = 0x400454caL;
    private static final short IFF_TUN_NO_PI = 0x1001;
    private static final short POLLIN = 1;
    private static final int POLL_MS = 100;
    private static final int MAX_PACKET_BYTES = 65536;

    private static final MethodHandle OPEN = call("open", ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
    private static final MethodHandle IOCTL =
            call("ioctl", ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS);
    private static final MethodHandle CLOSE = call("close", ValueLayout.JAVA_INT);
    private static final MethodHandle POLL =
            call("poll", ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT);
    private static final MethodHandle READ =
            call("read", ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG);
    private static final MethodHandle WRITE =
            call("write", ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG);

    private final int[] ends = new int[2];
    private final Thread[] threads;
    private final long delayNs;
    private final double lossFraction;
    private final DelayQueue<Packet> underWay = new DelayQueue<>();
    private volatile boolean closed;

    /** On its way to an end. */
    private record Packet(byte[] bytes, int to, long dueNs) implements Delayed {
        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(dueNs - System.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }

    Cable(String left, String right, Duration delay, double lossFraction) {
        this.delayNs = delay.toNanos();
        this.lossFraction = lossFraction;
        ends[0] = device(left);
        ends[1] = device(right);
        threads = new Thread[] {
            Thread.ofPlatform().daemon().start(() -> carry(0, 1)),
            Thread.ofPlatform().daemon().start(() -> carry(1, 0)),
            Thread.ofPlatform().daemon().start(this::deliver),
        };
    }

    private static int device(String name) {
        try (Arena arena = Arena.ofConfined()) {
            int end = (int) OPEN.invokeWithArguments(arena.allocateFrom("/dev/net/tun"), O_RDWR);
            MemorySegment request = arena.allocate(40);
            request.setString(0, name);
            request.set(ValueLayout.JAVA_SHORT, 16, IFF_TUN_NO_PI);
            if (end < 0 || (int) IOCTL.invokeWithArguments(end, TUNSETIFF, request) < 0) {
                throw new IllegalStateException("cannot make tun device " + name);
            }
            return end;
        } catch (RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private void carry(int from, int to) {
        Random random = new Random(from);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment packet = arena.allocate(MAX_PACKET_BYTES);
            MemorySegment readable = arena.allocate(8, 4);
            while (!closed) {
                readable.set(ValueLayout.JAVA_INT, 0, ends[from]);
                readable.set(ValueLayout.JAVA_SHORT, 4, POLLIN);
                if ((int) POLL.invokeWithArguments(readable, 1L, POLL_MS) <= 0) {
                    continue;
                }
                int bytes = (int) READ.invokeWithArguments(ends[from], packet, (long) MAX_PACKET_BYTES);
                if (bytes > 0 && random.nextDouble() >= lossFraction) {
                    byte[] content = packet.asSlice(0, bytes).toArray(ValueLayout.JAVA_BYTE);
                    underWay.add(new Packet(content, to, System.nanoTime() + delayNs));
                }
            }
        } catch (Throwable e) {
            throw new IllegalStateException("the cable broke", e);
        }
    }

    private void deliver() {
        try {
            while (!closed) {
                Packet packet = underWay.poll(POLL_MS, TimeUnit.MILLISECONDS);
                if (packet != null) {
                    send(packet);
                }
            }
        } catch (Throwable e) {
            throw new IllegalStateException("the cable broke", e);
        }
    }

    private void send(Packet packet) throws Throwable {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocateFrom(ValueLayout.JAVA_BYTE, packet.bytes());
            int ignored = (int) WRITE.invokeWithArguments(ends[packet.to()], bytes, bytes.byteSize());
        }
    }

    private static MethodHandle call(String name, ValueLayout... arguments) {
        Linker linker = Linker.nativeLinker();
        FunctionDescriptor descriptor = FunctionDescriptor.of(ValueLayout.JAVA_INT, arguments);
        Linker.Option[] options = switch (name) {
            case "open" -> new Linker.Option[] {Linker.Option.firstVariadicArg(2)};
            case "ioctl" -> new Linker.Option[] {Linker.Option.firstVariadicArg(2)};
            default -> new Linker.Option[0];
        };
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor, options);
    }

    /** Takes the devices away, wherever they are. */
    @Override
    public void close() {
        closed = true;
        try {
            for (Thread thread : threads) {
                thread.join();
            }
            for (int end : ends) {
                int ignored = (int) CLOSE.invokeWithArguments(end);
            }
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
