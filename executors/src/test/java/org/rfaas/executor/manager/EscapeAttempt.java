package org.rfaas.executor.manager;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.rfaas.function.Invocation;
import org.rfaas.function.RemoteFunction;

/**
 * Tries what no function may. Input: what to try, a space, and its argument; output: what came of it. Of its own file, since
 * a nested class would ship with the class around it.
 */
public final class EscapeAttempt implements RemoteFunction {
    private static final long CHUNK_BYTES = 16L << 20;

    @Override
    public int invoke(Invocation invocation) throws Exception {
        byte[] input = invocation.input().asSlice(0, invocation.inputBytes()).toArray(ValueLayout.JAVA_BYTE);
        String[] words = new String(input, StandardCharsets.UTF_8).split(" ", 2);
        byte[] output = attempt(words[0], words[1]).getBytes(StandardCharsets.UTF_8);
        MemorySegment.copy(MemorySegment.ofArray(output), 0, invocation.output(), 0, output.length);
        return output.length;
    }

    private static String attempt(String what, String argument) throws Exception {
        return switch (what) {
            case "read" -> Files.readString(Path.of(argument), StandardCharsets.ISO_8859_1);
            case "list" -> list(Path.of(argument));
            case "write" -> Files.writeString(Path.of(argument), "was here").toString();
            case "connect" -> connect(Integer.parseInt(argument));
            case "threads" -> startThreads();
            case "allocate" -> allocate(Long.parseLong(argument));
            case "kill-parent" -> killParent();
            case "find-process" ->
                String.valueOf(ProcessHandle.of(Long.parseLong(argument)).isPresent());
            case "system-call" -> systemCall(argument);
            default -> throw new IllegalArgumentException(what);
        };
    }

    private static String list(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(Path::toString).sorted().collect(Collectors.joining(" "));
        }
    }

    private static String connect(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.toString();
        }
    }

    /** A bomb of threads, which the kernel counts as it counts processes. */
    private static String startThreads() {
        List<Thread> started = new ArrayList<>();
        try {
            while (started.size() < 100_000) {
                started.add(Thread.ofPlatform().daemon().start(LockSupport::park));
            }
            return "started all";
        } finally {
            started.forEach(LockSupport::unpark);
        }
    }

    /** Outside of the heap, whose limit is the JVM's own. */
    private static String allocate(long bytes) throws Exception {
        Linker linker = Linker.nativeLinker();
        var malloc = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("malloc"),
                FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_LONG));
        for (long taken = 0; taken < bytes; taken += CHUNK_BYTES) {
            try {
                MemorySegment memory = (MemorySegment) malloc.invokeExact(CHUNK_BYTES);
                memory.reinterpret(CHUNK_BYTES).fill((byte) 1);
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        }
        return "took all";
    }

    private static String killParent() {
        ProcessHandle parent = ProcessHandle.current().parent().orElseThrow();
        boolean asked = parent.destroyForcibly();
        if (parent.isAlive()) {
            throw new IllegalStateException("process " + parent.pid() + " lives on, although asked: " + asked);
        }
        return "killed it";
    }

    /** Number and first argument; answers errno. */
    private static String systemCall(String call) {
        String[] numbers = call.split(" ", 2);
        StructLayout state = Linker.Option.captureStateLayout();
        Linker linker = Linker.nativeLinker();
        var syscall = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("syscall"),
                FunctionDescriptor.of(
                        ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG),
                Linker.Option.captureCallState("errno"),
                Linker.Option.firstVariadicArg(1));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment captured = arena.allocate(state);
            long result =
                    (long) syscall.invokeExact(captured, Long.parseLong(numbers[0]), Long.parseLong(numbers[1]), 0L);
            int errno = (int) state.varHandle(MemoryLayout.PathElement.groupElement("errno"))
                    .get(captured, 0L);
            return result == -1 ? "errno " + errno : "done";
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
