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
import org.rfaas.offload.woven.Verdict;
import org.rfaas.offload.woven.WovenLoop;

/** Inner loops in steps, as those over blocks, end at a whole number of steps. */
final class InnerStepsTest {
    private final StripeRuntime runtime = new StripeRuntime(7);

    @AfterEach
    void uninstall() {
        WovenLoop.install(null);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            for (int jj = 0; jj < 16; jj += 4) for (int j = jj; j < jj + 4; j++) y[i * 16 + j] += x[j];            | PROVED
            for (int jj = 0; jj < 14; jj += 4) for (int j = jj; j < jj + 4; j++) y[i * 16 + j] += x[j];            | PROVED
            for (int jj = 0; jj <= 12; jj += 4) for (int j = jj; j < jj + 4; j++) y[i * 16 + j] += x[j];           | PROVED
            for (int jj = 12; jj >= 0; jj -= 4) for (int j = jj; j < jj + 4; j++) y[i * 16 + j] += x[j];           | PROVED
            for (int jj = 13; jj > -1; jj -= 5) for (int j = jj; j > jj - 4; j--) y[i * 16 + j] += x[i];           | PROVED
            for (int kk = 0; kk < 16; kk += 4) for (int jj = 0; jj < 16; jj += 4) for (int k = kk; k < kk + 4; k++) for (int j = jj; j < jj + 4; j++) y[i * 16 + j] += x[16 * k + j]; | PROVED
            for (int jj = 0; jj < n; jj += 4) for (int j = jj; j < jj + 4; j++) y[i * n + j] += x[j]; | GUARDED
            for (int kk = 0; kk < n; kk += 4) for (int jj = 0; jj < n; jj += 4) for (int k = kk; k < kk + 4; k++) for (int j = jj; j < jj + 4; j++) y[i * n + j] += x[n * k + j]; | GUARDED
            """)
    void shouldKnowTheLastBlock(String body, Verdict verdict) throws Exception {
        String source = """
                import org.rfaas.offload.Offload;
                public class Blocks {
                    public static void run(double[] x, double[] y, int n) {
                        for (@Offload int i = 0; i < 16; i++) { %s }
                    }
                }
                """.formatted(body);
        Map<String, byte[]> classes = Sources.compile("Blocks", source, "-g");
        Map<String, WeaveResult> woven = Sources.weave(classes);
        assertThat(woven.get("Blocks").refusals()).isEmpty();
        assertThat(woven.get("Blocks").loops().getFirst().verdict()).isEqualTo(verdict);
        String expected = run(Sources.load(classes));
        WovenLoop.install(runtime);
        assertThat(run(Sources.loadWoven(woven))).isEqualTo(expected);
        assertThat(runtime.inOrder).isEmpty();
        assertThat(runtime.shared).isEqualTo(1);
        assertThat(runtime.failed).isZero();
    }

    /** What is written. */
    private static String run(ClassLoader loader) throws ReflectiveOperationException {
        double[] x = IntStream.range(0, 256).mapToDouble(k -> k).toArray();
        double[] y = new double[256];
        Method run = loader.loadClass("Blocks").getMethod("run", double[].class, double[].class, int.class);
        try {
            run.invoke(null, x, y, 16);
        } catch (InvocationTargetException e) {
            throw new AssertionError(e.getCause());
        }
        return Arrays.toString(y);
    }
}
