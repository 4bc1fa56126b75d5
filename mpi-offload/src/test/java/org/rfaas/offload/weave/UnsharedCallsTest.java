package org.rfaas.offload.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.rfaas.offload.DefaultOptions;
import org.rfaas.offload.OffloadMode;
import org.rfaas.offload.OffloadOptions;
import org.rfaas.offload.runtime.OffloadRuntime;
import org.rfaas.offload.worker.FakeSource;
import org.rfaas.offload.worker.FakeWorker;

/** Calls of woven loops that the runtime does not share do what the source says, and are not forgotten. */
final class UnsharedCallsTest {
    private final FakeWorker worker = new FakeWorker(2, 1 << 16);

    @AfterEach
    void closeWorker() {
        worker.close();
    }

    /**
     * Without workers a fixed fraction has the first call timed in one go. So the pace is not known before the third, and
     * until then calls run in pieces, and nobody asks whether their iterations are independent.
     */
    @Test
    void shouldRunALoopThatCountsDownInItsOrderWithoutWorkers() throws Exception {
        String source = """
                import java.util.*; import org.rfaas.offload.*;
                public class Shift {
                    static void shift(int[] y, int n, int d) {
                        for (@Offload int i = n - 1; i >= 0; i--) {
                            int hash = y[i];
                            for (int k = 0; k < 8; k++) { hash = hash * 31 + k; }
                            y[i + d] = hash;
                        }
                    }
                    public static String run() {
                        int n = 20000;
                        int[] y = new Random(1).ints(2 * n).toArray();
                        shift(y, n, n);
                        for (int call = 0; call < 4; call++) { shift(y, n, 1); }
                        return Arrays.toString(y);
                    }
                }
                """;
        OffloadOptions options =
                new OffloadOptions(new OffloadMode.Fixed(0.5), 1, 1, 0, 0, 1, 1, 1_000_000_000, 1_000_000, 1_000_000);
        try (OffloadRuntime runtime = OffloadRuntime.start(options, new FakeSource())) {
            assertSame("Shift", source);
            assertThat(runtime.report().iterationsLocal()).isPositive();
        }
    }

    @Test
    void shouldHaveRunWhatComesBeforeAnExceptionInALoopThatCountsDown() throws Exception {
        String source = """
                import java.util.*; import org.rfaas.offload.*;
                public class Throwing {
                    static void look(double[] y, double[] x, int[] q) {
                        for (@Offload int i = y.length - 1; i >= 0; i--) {
                            double s = 1;
                            for (int j = 0; j < 2000; j++) { s += Math.sqrt(s); }
                            y[i] = s + x[q[i]];
                        }
                    }
                    public static String run() {
                        double[] y = new double[4000];
                        int[] q = new int[y.length];
                        q[400] = 1 << 30;
                        try {
                            look(y, new double[4], q);
                            return "has not thrown";
                        } catch (IndexOutOfBoundsException e) {
                            return Arrays.toString(y);
                        }
                    }
                }
                """;
        OffloadOptions options = DefaultOptions.of(new OffloadMode.Auto());
        try (OffloadRuntime runtime = OffloadRuntime.start(options, new FakeSource())) {
            assertSame("Throwing", source);
            assertThat(runtime.report().iterationsLocal()).isPositive();
        }
    }

    @Test
    void shouldSendAStableArrayAgainAfterALoopWhoseVariableWrapsAround() throws Exception {
        String source = """
                import java.util.*; import org.rfaas.offload.*;
                public class Wrap {
                    static void fill(double[] x, int k) {
                        try {
                            for (@Offload int i = 0; i <= Integer.MAX_VALUE; i++) { x[i] = i + k; }
                        } catch (ArrayIndexOutOfBoundsException e) {
                            // all of it is filled
                        }
                    }
                    static void add(@In(stable = true) double[] x, double[] y) {
                        for (@Offload int i = 0; i < y.length; i++) { y[i] += x[i]; }
                    }
                    public static String run() {
                        double[] x = new double[100];
                        double[] y = new double[100];
                        for (int k = 1; k < 4; k++) { add(x, y); fill(x, k); }
                        add(x, y);
                        return Arrays.toString(y);
                    }
                }
                """;
        OffloadOptions options = DefaultOptions.of(new OffloadMode.Fixed(0.6)).withWorkers(1);
        try (OffloadRuntime runtime = OffloadRuntime.start(options, new FakeSource(worker))) {
            assertSame("Wrap", source);
            assertThat(runtime.report().iterationsRemote()).isEqualTo(4 * 60);
        }
    }

    private static void assertSame(String name, String source) throws Exception {
        Map<String, byte[]> classes = Sources.compile(name, source, "-g");
        Map<String, WeaveResult> woven = Sources.weave(classes);
        assertThat(woven.get(name).refusals()).isEmpty();
        assertThat(run(Sources.loadWoven(woven), name)).isEqualTo(run(Sources.load(classes), name));
    }

    private static Object run(ClassLoader loader, String name) throws ReflectiveOperationException {
        return loader.loadClass(name).getMethod("run").invoke(null);
    }
}
