package org.rfaas.offload.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rfaas.offload.woven.WovenLoop;

/** Loops some of whose iterations would read outside of an array, were it not for a condition; and some that do. */
final class EdgesTest {
    private static final int ROWS = 24;
    private static final int COLUMNS = 10;
    private static final int N = ROWS * COLUMNS;
    private static final String SOURCE = """
            import org.rfaas.offload.Offload;
            public class Edges {
                static double[][] rows(double[] a) {
                    double[][] rows = new double[24][10];
                    for (int k = 0; k < a.length; k++) rows[k / 10][k % 10] = a[k];
                    return rows;
                }
                public static void rows(double[] x, double[] y) {
                    double[][] u = rows(x);
                    double[][] v = rows(y);
                    for (@Offload int i = 0; i < 24; i++) {
                        for (int j = 0; j < 10; j++) {
                            double up = i > 0 ? u[i - 1][j] : 0;
                            double down = i < 23 ? u[i + 1][j] : 1;
                            double left = j > 0 ? u[i][j - 1] : 2;
                            v[i][j] = up + down + left - 4 * u[i][j];
                        }
                    }
                    for (int k = 0; k < y.length; k++) y[k] = v[k / 10][k % 10];
                }
                public static void flat(double[] x, double[] y) {
                    for (@Offload int i = 0; i < 24; i++) {
                        for (int j = 0; j < 10; j++) {
                            double sum = x[i * 10 + j];
                            if (i > 0) sum += x[(i - 1) * 10 + j];
                            if (i > 1) sum += x[(i - 2) * 10 + j];
                            if (i < 23) sum += x[(i + 1) * 10 + j];
                            y[i * 10 + j] = sum;
                        }
                    }
                }
                public static void down(double[] x, double[] y) {
                    for (@Offload int i = 239; i >= 0; i--) y[i] = (i > 2 ? x[i - 3] : 5) + (i < 239 ? x[i + 1] : 6);
                }
                public static void backwards(double[] x, double[] y) {
                    for (@Offload int i = 0; i < 240; i++) y[i] = i > 0 ? x[240 - i] : i < 239 ? x[238 - i] : 0;
                }
                public static void steps(double[] x, double[] y) {
                    for (@Offload int i = 0; i < 240; i += 7) y[i] = i < 200 ? x[i + 39] : -1;
                }
                public static void reduced(double[] x, double[] y) {
                    long sum = 0;
                    for (@Offload int i = 0; i < 240; i++) sum += (long) (100 * (i > 4 ? x[i - 5] : 1));
                    y[0] = sum;
                }
                public static void throwsLate(double[] x, double[] y) {
                    for (@Offload int i = 0; i < 240; i++) y[i] = x[i + 10];
                }
                public static void throwsAtOnce(double[] x, double[] y) {
                    for (@Offload int i = 0; i < 240; i++) y[i] = x[i - 1];
                }
                public static void throwsLateDown(double[] x, double[] y) {
                    for (@Offload int i = 239; i >= 0; i--) y[i] = x[i - 10];
                }
                public static void nothingLeft(double[] x, double[] y) {
                    for (@Offload int i = 0; i < 240; i++) y[i] = y.length > 1000 ? x[i + 1000] : x[i];
                }
            }
            """;

    private final StripeRuntime runtime = new StripeRuntime(3);
    private final Map<String, byte[]> classes = Sources.compile("Edges", SOURCE, "-g");

    @BeforeEach
    void install() {
        WovenLoop.install(runtime);
    }

    @AfterEach
    void uninstall() {
        WovenLoop.uninstall(runtime);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rows", "flat", "down", "backwards", "steps", "reduced", "throwsLate", "throwsLateDown"})
    void shouldShareTheIterationsThatStayInside(String name) throws Exception {
        assertLikeThePlainLoop(name);
        assertThat(runtime.inOrder).isEmpty();
        assertThat(runtime.shared).isPositive();
        assertThat(runtime.failed).as("parts that read outside").isZero();
    }

    @Test
    void shouldThrowBeforeItSharesWhatComesLater() throws Exception {
        assertLikeThePlainLoop("throwsAtOnce");
        assertThat(runtime.shared).isZero();
    }

    @Test
    void shouldRunInOrderWhenNoIterationSurelyStaysInside() throws Exception {
        assertLikeThePlainLoop("nothingLeft");
        assertThat(runtime.inOrder)
                .containsOnly(
                        "x has 240 elements, and x[i + 1000], x[i] reaches from 0 to 1239; let the bounds of the loops"
                                + " keep it inside, not a condition");
    }

    private void assertLikeThePlainLoop(String name) throws Exception {
        Class<?> plain = Sources.load(classes).loadClass("Edges");
        Class<?> woven = Sources.loadWoven(Sources.weave(classes)).loadClass("Edges");
        for (int run = 0; run < 20; run++) {
            double[] x = new Random(run).doubles(N).toArray();
            double[] expected = new double[N];
            double[] y = new double[N];
            String thrown = call(plain, name, x, expected);
            assertThat(call(woven, name, x, y)).isEqualTo(thrown);
            assertThat(y).as("run %d", run).isEqualTo(expected);
        }
    }

    /** The exception that leaves, if one does. */
    private static String call(Class<?> edges, String name, double[] x, double[] y)
            throws ReflectiveOperationException {
        try {
            edges.getMethod(name, double[].class, double[].class).invoke(null, x, y);
            return "";
        } catch (InvocationTargetException e) {
            return e.getCause().toString();
        }
    }
}
