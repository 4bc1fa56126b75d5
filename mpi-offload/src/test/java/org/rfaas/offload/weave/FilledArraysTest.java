package org.rfaas.offload.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rfaas.offload.plan.Access;
import org.rfaas.offload.woven.ArrayUse;
import org.rfaas.offload.woven.LoopDescriptor;
import org.rfaas.offload.woven.WovenLoop;

/** {@code Arrays.fill} does on stripes what it does in Java, to the message of its exceptions. */
final class FilledArraysTest {
    /** What becomes of a loop. */
    enum Outcome {
        SHARED,
        FAILED,
        IN_ORDER
    }

    private final StripeRuntime runtime = new StripeRuntime(7);

    @AfterEach
    void uninstall() {
        WovenLoop.install(null);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Arrays.fill(u[i], i)                                                           |  0 | SHARED
            Arrays.fill(u[i], 2, n, x[i])                                                  |  7 | SHARED
            Arrays.fill(u[i], 2, n, x[i])                                                  |  2 | SHARED
            Arrays.fill(u[i], i == 9 ? 3 : 2, n, x[i])                                     |  2 | FAILED
            Arrays.fill(u[i], i == 9 ? n : 2, 3, x[i])                                     | -1 | FAILED
            Arrays.fill(u[i], i == 9 ? n : 2, i == 9 ? n : 2, x[i])                        | -1 | FAILED
            Arrays.fill(u[i], 0, i == 9 ? n : 8, x[i])                                     |  9 | FAILED
            Arrays.fill(y, i * 10, (i + 1) * 10, x[i])                                     |  0 | SHARED
            Arrays.fill(y, i * 10, i * 10 + n, x[i] + 1); y[i * 10] += 2                   |  4 | SHARED
            Arrays.fill(y, i * 10, i * 10 + n, x[i])                                       | 11 | IN_ORDER
            double[] s = new double[8]; Arrays.fill(s, x[i]); y[i] = s[n]                  |  7 | SHARED
            double[] s = new double[8]; Arrays.fill(s, 1, n, x[i]); y[i] = s[1] + s[2]     |  2 | SHARED
            byte[] s = new byte[8]; Arrays.fill(s, (byte) (300 + i)); y[i] = s[n]          |  7 | SHARED
            short[] s = new short[8]; Arrays.fill(s, (short) (70000 + i)); y[i] = s[n]     |  7 | SHARED
            char[] s = new char[8]; Arrays.fill(s, (char) (70000 + i)); y[i] = s[n]        |  7 | SHARED
            int[] s = new int[8]; Arrays.fill(s, 3, 8, i); y[i] = s[n]                     |  7 | SHARED
            long[] s = new long[8]; Arrays.fill(s, 3, 8, 1L << 40); y[i] = s[n]            |  7 | SHARED
            float[] s = new float[8]; Arrays.fill(s, 3, 8, i / 3f); y[i] = s[n]            |  7 | SHARED
            boolean[] s = new boolean[8]; Arrays.fill(s, 3, 8, i > 4); y[i] = s[n] ? 1 : 0 |  7 | SHARED
            y[i] = filled(x[i])                                                            |  0 | SHARED
            """)
    void shouldFillAsJavaDoes(String statement, int n, Outcome outcome) throws Exception {
        Map<String, byte[]> classes = compile(statement);
        String expected = run(Sources.load(classes), n);
        WovenLoop.install(runtime);
        assertThat(run(Sources.loadWoven(Sources.weave(classes)), n)).isEqualTo(expected);
        assertThat(runtime.inOrder).hasSize(outcome == Outcome.IN_ORDER ? 1 : 0);
        assertThat(runtime.shared).isEqualTo(outcome == Outcome.IN_ORDER ? 0 : 1);
        assertThat(runtime.failed).isEqualTo(outcome == Outcome.FAILED ? 1 : 0);
    }

    @Test
    void shouldTakeFilledRowsAsWrittenCompletely() {
        LoopDescriptor loop = Sources.weave(compile("Arrays.fill(u[i], x[i])"))
                .get("Fills")
                .loops()
                .getFirst();
        ArrayUse written = loop.uses().stream()
                .filter(use -> use.access().writes())
                .findFirst()
                .orElseThrow();
        assertThat(written.access()).isEqualTo(Access.WRITE);
        assertThat(written.columns())
                .singleElement()
                .satisfies(column -> assertThat(loop.describe(column)).isEqualTo("filled"));
    }

    private static Map<String, byte[]> compile(String statement) {
        String source = """
                import java.util.Arrays;
                import org.rfaas.offload.Offload;
                public class Fills {
                    static double filled(double x) {
                        double[] s = new double[4];
                        Arrays.fill(s, x);
                        return s[3];
                    }
                    public static void run(double[] x, double[] y, double[][] u, int n) {
                        for (@Offload int i = 0; i < 10; i++) { %s; }
                    }
                }
                """.formatted(statement);
        return Sources.compile("Fills", source, "-g");
    }

    /** What the arrays are afterwards, or what was thrown. */
    private static String run(ClassLoader loader, int n) throws ReflectiveOperationException {
        double[] x = IntStream.range(0, 100).mapToDouble(k -> k).toArray();
        double[] y = IntStream.range(0, 100).mapToDouble(k -> -k).toArray();
        double[][] u = new double[10][];
        Arrays.setAll(u, r -> Arrays.copyOfRange(x, r, r + 8));
        Method run =
                loader.loadClass("Fills").getMethod("run", double[].class, double[].class, double[][].class, int.class);
        try {
            run.invoke(null, x, y, u, n);
        } catch (InvocationTargetException e) {
            return e.getCause().toString();
        }
        return Arrays.toString(x) + Arrays.toString(y) + Arrays.deepToString(u);
    }
}
