package org.rfaas.client;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.rfaas.function.Invocation;
import org.rfaas.function.RemoteFunction;

/** Functions the tests ship to workers. */
final class TestFunctions {
    private TestFunctions() {}

    /** Adds one to every byte; uses a class of its own, to see that bundles carry what they reach. */
    static final class Increment implements RemoteFunction {
        @Override
        public int invoke(Invocation invocation) {
            for (int i = 0; i < invocation.inputBytes(); i++) {
                byte before = invocation.input().get(ValueLayout.JAVA_BYTE, i);
                invocation.output().set(ValueLayout.JAVA_BYTE, i, Successor.of(before));
            }
            return invocation.inputBytes();
        }
    }

    static final class Successor {
        private Successor() {}

        static byte of(byte value) {
            return (byte) (value + 1);
        }
    }

    /**
     * Adds one to every byte of its input but the first and the last 4, where they are, and returns those; its output is their
     * number.
     */
    static final class IncrementInPlace implements RemoteFunction {
        static final int KEPT = 4;

        @Override
        public int invoke(Invocation invocation) {
            int changed = invocation.inputBytes() - 2 * KEPT;
            for (int i = KEPT; i < KEPT + changed; i++) {
                byte before = invocation.input().get(ValueLayout.JAVA_BYTE, i);
                invocation.input().set(ValueLayout.JAVA_BYTE, i, Successor.of(before));
            }
            invocation.returnInput(KEPT, changed);
            invocation.output().set(ValueLayout.JAVA_INT, 0, changed);
            return Integer.BYTES;
        }
    }

    /** Returns one byte more of its input than it was given. */
    static final class ReturnsTooMuch implements RemoteFunction {
        @Override
        public int invoke(Invocation invocation) {
            invocation.returnInput(0, invocation.inputBytes() + 1L);
            return 0;
        }
    }

    /** Throws. */
    static final class Failing implements RemoteFunction {
        @Override
        public int invoke(Invocation invocation) {
            throw new ArithmeticException("input has " + invocation.inputBytes() + " bytes, which is no good");
        }
    }

    /** Claims more output than there is room for. */
    static final class Boastful implements RemoteFunction {
        @Override
        public int invoke(Invocation invocation) {
            return (int) invocation.output().byteSize() + 1;
        }
    }

    /** Sleeps as many milliseconds as its input says. */
    static final class Sleeping implements RemoteFunction {
        @Override
        public int invoke(Invocation invocation) throws InterruptedException {
            TimeUnit.MILLISECONDS.sleep(invocation.input().get(ValueLayout.JAVA_LONG, 0));
            return 0;
        }
    }

    /** Creates the file that its input names, so that others see it run, and runs on for some seconds. */
    static final class Announced implements RemoteFunction {
        @Override
        public int invoke(Invocation invocation) throws IOException, InterruptedException {
            byte[] name = invocation.input().asSlice(0, invocation.inputBytes()).toArray(ValueLayout.JAVA_BYTE);
            Files.createFile(Path.of(new String(name, StandardCharsets.UTF_8)));
            TimeUnit.SECONDS.sleep(5);
            return 0;
        }
    }

    /** Sums the doubles of the resident buffer its input names. */
    static final class SumResident implements RemoteFunction {
        @Override
        public int invoke(Invocation invocation) {
            MemorySegment data = invocation.resident(invocation.input().get(ValueLayout.JAVA_INT, 0));
            double sum = 0;
            for (long i = 0; i < data.byteSize() / Double.BYTES; i++) {
                sum += data.getAtIndex(ValueLayout.JAVA_DOUBLE, i);
            }
            invocation.output().set(ValueLayout.JAVA_DOUBLE, 0, sum);
            return Double.BYTES;
        }
    }

    /** Tries to reach a class of the executor. */
    static final class Nosy implements RemoteFunction {
        @Override
        public int invoke(Invocation invocation) throws ClassNotFoundException {
            Class.forName("org.rfaas.executor.WorkerAgent");
            return 0;
        }
    }
}
