package org.rfaas.executor.library;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * The pipe an executor has as its standard output. Before code comes that may print there, as C does, it moves to another
 * descriptor, and what is printed goes to standard error. Not before: an executor without libraries starts sooner.
 */
public final class StandardOutput extends OutputStream {
    private static final int OUT = 1;
    private static final int ERROR = 2;

    private OutputStream target = new FileOutputStream(FileDescriptor.out);
    private boolean moved;

    /** From now on whoever else writes to standard output writes to standard error. Idempotent. */
    public synchronized void moveAway() throws IOException {
        if (!moved) {
            target.flush();
            target = Descriptor.moved(OUT, ERROR);
            moved = true;
        }
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
        target.write(bytes, offset, length);
    }

    /** A file descriptor that Java has no stream for. */
    private static final class Descriptor extends OutputStream {
        private static final int F_DUPFD_CLOEXEC = 1030;
        private static final int FIRST_FREE = 3;

        private static final Linker LINKER = Linker.nativeLinker();
        private static final MethodHandle FCNTL = LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow("fcntl"),
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT),
                Linker.Option.firstVariadicArg(2));
        private static final MethodHandle DUP2 = LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow("dup2"),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

        private final int descriptor;

        private Descriptor(int descriptor) {
            this.descriptor = descriptor;
        }

        /** What {@code from} is, under another number; {@code from} itself becomes what {@code instead} is. */
        static Descriptor moved(int from, int instead) throws IOException {
            int copy;
            try {
                copy = (int) FCNTL.invokeExact(from, F_DUPFD_CLOEXEC, FIRST_FREE);
                if (copy >= 0 && (int) DUP2.invokeExact(instead, from) >= 0) {
                    return new Descriptor(copy);
                }
            } catch (Throwable e) {
                throw new IllegalStateException("moving a descriptor failed", e);
            }
            throw new IOException("standard output cannot be moved; raise ulimit -n");
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment content = arena.allocate(length);
                MemorySegment.copy(bytes, offset, content, ValueLayout.JAVA_BYTE, 0, length);
                if (!SystemWrite.all(descriptor, content)) {
                    throw new IOException("the manager's pipe takes no more");
                }
            }
        }
    }
}
