package org.rfaas.offload.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rfaas.offload.woven.WovenLoop;

/** Loops whose iterations turn out to depend on each other in a call, what a user reads of it, and what helps. */
final class InOrderReasonsTest {
    private static final int N = 12;

    private static final String SOURCE = """
            import org.rfaas.offload.Offload;
            public class Calls {
                public static void shortest(double[] d, double[] t, double[][] u, int n) {
                    for (int k = 0; k < n; k++) via(d, n, k);
                }
                static void via(double[] d, int n, int k) {
                    for (@Offload int row = 0; row < n; row++)
                        for (int j = 0; j < n; j++)
                            d[row * n + j] = Math.min(d[row * n + j], d[row * n + k] + d[k * n + j]);
                }
                public static void shortestByCopy(double[] d, double[] t, double[][] u, int n) {
                    for (int k = 0; k < n; k++) { System.arraycopy(d, k * n, t, 0, n); viaCopy(d, t, n, k); }
                }
                static void viaCopy(double[] d, double[] via, int n, int k) {
                    for (@Offload int i = 0; i < n; i++) {
                        double first = d[i * n + k];
                        for (int j = 0; j < n; j++) d[i * n + j] = Math.min(d[i * n + j], first + via[j]);
                    }
                }
                public static void shortestRows(double[] d, double[] t, double[][] u, int n) {
                    for (int k = 0; k < n; k++) viaRow(u, n, k);
                }
                static void viaRow(double[][] u, int n, int k) {
                    for (@Offload int i = 0; i < n; i++)
                        for (int j = 0; j < n; j++) u[i][j] = Math.min(u[i][j], u[i][k] + u[k][j]);
                }
                public static void shortestAlias(double[] d, double[] t, double[][] u, int n) { viaAlias(u, u[3], n, 3); }
                static void viaAlias(double[][] u, double[] via, int n, int k) {
                    for (@Offload int i = 0; i < n; i++)
                        for (int j = 0; j < n; j++) u[i][j] = Math.min(u[i][j], u[i][k] + via[j]);
                }
                public static void shortestRowsByCopy(double[] d, double[] t, double[][] u, int n) {
                    for (int k = 0; k < n; k++) viaAlias(u, u[k].clone(), n, k);
                }
                public static void transposed(double[] d, double[] t, double[][] u, int n) {
                    for (@Offload int i = 0; i < n; i++) for (int j = 0; j < n; j++) t[j * n + i] = d[i * n + j];
                }
                public static void transposedByTarget(double[] d, double[] t, double[][] u, int n) {
                    for (@Offload int j = 0; j < n; j++) for (int i = 0; i < n; i++) t[j * n + i] = d[i * n + j];
                }
                public static void wide(double[] d, double[] t, double[][] u, int n) { blocks(t, d, 4, n); }
                public static void narrow(double[] d, double[] t, double[][] u, int n) { blocks(t, d, n, n); }
                static void blocks(double[] t, double[] d, int w, int n) {
                    for (@Offload int b = 0; b < 9; b++) for (int j = 0; j < n; j++) t[b * w + j] = d[b];
                }
                public static void twice(double[] d, double[] t, double[][] u, int n) {
                    for (@Offload int i = 0; i < n; i++) { t[2 * i] = d[i]; t[i + n] = d[n + i]; }
                }
                public static void pairs(double[] d, double[] t, double[][] u, int n) { pair(u, 1); }
                static void pair(double[][] u, int c) {
                    for (@Offload int i = 0; i < 5; i++) for (int k = 0; k < 2; k++) u[c * i + k][k] = i;
                }
                public static void beyond(double[] d, double[] t, double[][] u, int n) {
                    for (@Offload int i = 0; i < n; i++) if (i > 0) t[i * n - 1] = d[i];
                }
                public static void within(double[] d, double[] t, double[][] u, int n) {
                    for (@Offload int i = 1; i < n; i++) t[i * n - 1] = d[i];
                }
            }
            """;

    private final StripeRuntime runtime = new StripeRuntime(11);
    private final Map<String, byte[]> classes = Sources.compile("Calls", SOURCE, "-g");

    @AfterEach
    void uninstall() {
        WovenLoop.uninstall(runtime);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            shortest      | iterations update d[row*n + j], d[row*n + k] and read d[n*k + j], which others write; where the values from before the loop are meant, read from a copy
            shortestRows  | iterations update rows u[i] and read rows u[k], which others write; where the values from before the loop are meant, read from a copy
            shortestAlias | via is also a row of an array that is written; copy it before the loop
            transposed    | iterations share elements of t: each uses t[n*j + i] over a range of 133, and the next one's begins 1 further on; exchange the loops, so that the annotated one takes the longest steps through t
            wide          | iterations share elements of t: each uses t[b*w + j] over a range of 12, and the next one's begins 4 further on; give each iteration a range of its own, and read those of others from a copy
            twice         | iterations write t[2*i] and write t[n + i], which others write, too; write them in two loops
            pairs         | iterations share rows of u: each uses rows u[i*c + k] over a range of 2, and the next one's begins 1 further on; give each iteration a range of its own, and read those of others from a copy
            beyond        | t has 144 elements, and t[i*n - 1] reaches from -1 to 131; let the bounds of the loops keep it inside, not a condition
            """)
    void shouldSayInTheWordsOfTheSourceWhyACallRunsInOrder(String method, String reason) throws Exception {
        assertLikeThePlainLoop(method);
        assertThat(runtime.shared).isZero();
        assertThat(runtime.inOrder).isNotEmpty().containsOnly(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"shortestByCopy", "shortestRowsByCopy", "transposedByTarget", "narrow", "within"})
    void shouldShareWhatTheReasonsAdvise(String method) throws Exception {
        assertLikeThePlainLoop(method);
        assertThat(runtime.inOrder).isEmpty();
        assertThat(runtime.shared).isPositive();
    }

    @Test
    void shouldComeToTheSamePathsByACopy() throws Exception {
        assertThat(run(Sources.load(classes), "shortestByCopy")[0])
                .isEqualTo(run(Sources.load(classes), "shortest")[0]);
    }

    private void assertLikeThePlainLoop(String method) throws Exception {
        WovenLoop.install(runtime);
        assertThat(run(Sources.loadWoven(Sources.weave(classes)), method))
                .isEqualTo(run(Sources.load(classes), method));
    }

    /** What the arrays have become. */
    private static double[][] run(ClassLoader loader, String method) throws ReflectiveOperationException {
        Random random = new Random(5);
        double[] d = random.doubles(N * N, 1, 9).toArray();
        for (int i = 0; i < N; i++) {
            d[i * N + i] = 0;
        }
        double[] t = new double[N * N];
        double[][] u = new double[N][];
        Arrays.setAll(u, i -> Arrays.copyOfRange(d, i * N, (i + 1) * N));
        loader.loadClass("Calls")
                .getMethod(method, double[].class, double[].class, double[][].class, int.class)
                .invoke(null, d, t, u, N);
        return new double[][] {
            d, t, Arrays.stream(u).flatMapToDouble(Arrays::stream).toArray()
        };
    }
}
