package org.rfaas.offload.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rfaas.offload.woven.WovenLoop;

/**
 * {@code System.arraycopy} does on stripes what it does in Java, to the message of its exceptions. What fails does so in the
 * last iteration, which is a worker's.
 */
final class BulkCopiesTest {
    /** What becomes of a loop. */
    enum Outcome {
        SHARED,
        FAILED,
        /** By the rank's own iterations at the edge, before it has shared others. */
        THROWN,
        IN_ORDER
    }

    private final StripeRuntime runtime = new StripeRuntime(7);

    @AfterEach
    void uninstall() {
        WovenLoop.install(null);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            System.arraycopy(x, i * 10, y, i * 10, n)                        | 10 | SHARED
            System.arraycopy(x, i * 10, y, i * 10, n)                        |  0 | SHARED
            System.arraycopy(x, i * 10, y, i * 10, n - i)                    |  8 | FAILED
            System.arraycopy(x, i * 10, y, i * 10, n)                        | 11 | IN_ORDER
            System.arraycopy(x, 95 + i, y, i * 10, n)                        |  0 | SHARED
            System.arraycopy(x, 90 + i, y, i * 10, n)                        |  0 | SHARED
            System.arraycopy(x, 50 + i, u[i], 0, n); y[i] = x[i]             |  0 | SHARED
            System.arraycopy(x, i - 1, y, i * 10, n)                         |  1 | THROWN
            System.arraycopy(x, i * 10, y, i * n, n)                         |  7 | SHARED
            System.arraycopy(y, i * 10, y, i * 10 + 1, n)                    |  9 | SHARED
            System.arraycopy(y, i * 10 + 1, y, i * 10, n)                    |  9 | SHARED
            System.arraycopy(y, 50, y, i, n)                                 |  1 | SHARED
            System.arraycopy(y, 5, y, i, n)                                  |  1 | IN_ORDER
            System.arraycopy(u[i], 0, u[i], 1, n)                            |  7 | SHARED
            System.arraycopy(u[i], 6, u[i], 0, i == 9 ? 3 : n)               |  2 | FAILED
            System.arraycopy(u[i], i, u[i], 0, n)                            |  0 | FAILED
            System.arraycopy(u[i], 8, x, i, n)                               |  0 | SHARED
            System.arraycopy(u[i], 2, y, i * 8 + 2, n)                       |  6 | SHARED
            System.arraycopy(x, i * 10, u[i], 1, n)                          |  7 | SHARED
            System.arraycopy(x, (int) x[i], u[i], 1, n)                      |  7 | SHARED
            move(x, i * 3, u[i], 1, n); move(u[i], 0, y, i * 8, 8)           |  3 | SHARED
            double[] s = new double[8]; System.arraycopy(x, i, s, 1, n); y[i] = s[3] | 7 | SHARED
            double[] s = new double[8]; System.arraycopy(x, i, s, i, n); y[i] = s[0] | 0 | FAILED
            """)
    void shouldCopyAsJavaDoes(String statement, int n, Outcome outcome) throws Exception {
        String source = """
                import org.rfaas.offload.Offload;
                public class Copies {
                    static void move(Object from, int first, Object to, int there, int n) {
                        System.arraycopy(from, first, to, there, n);
                    }
                    public static void run(double[] x, double[] y, double[][] u, int n) {
                        for (@Offload int i = 0; i < 10; i++) { %s; }
                    }
                }
                """.formatted(statement);
        Map<String, byte[]> classes = Sources.compile("Copies", source, "-g");
        String expected = run(Sources.load(classes), n);
        WovenLoop.install(runtime);
        assertThat(run(Sources.loadWoven(Sources.weave(classes)), n)).isEqualTo(expected);
        assertThat(runtime.inOrder).hasSize(outcome == Outcome.IN_ORDER ? 1 : 0);
        assertThat(runtime.shared).isEqualTo(outcome == Outcome.SHARED || outcome == Outcome.FAILED ? 1 : 0);
        assertThat(runtime.failed).isEqualTo(outcome == Outcome.FAILED ? 1 : 0);
    }

    /** What the arrays are afterwards, or what was thrown. */
    private static String run(ClassLoader loader, int n) throws ReflectiveOperationException {
        double[] x = IntStream.range(0, 100).mapToDouble(k -> k).toArray();
        double[] y = IntStream.range(0, 100).mapToDouble(k -> -k).toArray();
        double[][] u = new double[10][];
        Arrays.setAll(u, r -> Arrays.copyOfRange(x, r, r + 8));
        Method run = loader.loadClass("Copies")
                .getMethod("run", double[].class, double[].class, double[][].class, int.class);
        try {
            run.invoke(null, x, y, u, n);
        } catch (InvocationTargetException e) {
            return e.getCause().toString();
        }
        return Arrays.toString(x) + Arrays.toString(y) + Arrays.deepToString(u);
    }
}
