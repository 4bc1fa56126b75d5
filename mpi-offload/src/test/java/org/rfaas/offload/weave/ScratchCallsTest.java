package org.rfaas.offload.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.classfile.ClassFile;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rfaas.offload.woven.KernelCode;
import org.rfaas.offload.woven.WovenLoop;

/** Methods that get no arrays but the iteration's own stay methods in the kernel; others are inlined, with the same results. */
final class ScratchCallsTest {
    private final StripeRuntime runtime = new StripeRuntime(11);

    @AfterEach
    void uninstall() {
        WovenLoop.install(null);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            spread(s, x[i]); y[i] = s[3]                                                  | spread
            spread(s, x[i] * n - 2); spread(s, 0.5); y[i] = s[3]                          | spread
            y[i] = sum(s) + i                                                             | sum
            spread(s, Math.max(x[i], sum(s))); y[i] = twice(s)                            | spread sum twice
            spread(s, x[i]); y[i] = fold(s, 8)                                            | fold spread
            double[] t = new double[8]; add(s, t, n - 4); y[i] = s[1]                     | add
            s = new double[n]; spread(s, x[i]); y[i] = s[2]                               | spread
            add(s, x, i); y[i] = s[2]                                                     |
            spread(u[i], x[i]); y[i] = s[3]                                               |
            double[] t = s; spread(t, x[i]); y[i] = s[3]                                  |
            double[] t = same(s); spread(t, x[i]); y[i] = s[3]                            |
            int[] k = new int[2]; k[0] = i; y[i] = x[i] + first(k)                        |
            look(s, i); y[i] = s[1]                                                       |
            spread(s, n > 4 ? x[i] : 1); y[i] = s[3]                                      |
            """)
    void shouldComputeWhatThePlainLoopDoes(String statements, String kept) throws Exception {
        Map<String, byte[]> classes = compile(statements);
        String expected = run(Sources.load(classes));
        Map<String, WeaveResult> woven = Sources.weave(classes);
        WovenLoop.install(runtime);
        assertThat(run(Sources.loadWoven(woven))).isEqualTo(expected);
        KernelCode kernel = woven.get("Calls").loops().getFirst().kernel();
        assertThat(methods(kernel)).isEqualTo(kept == null ? "" : kept);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            count(s); y[i] = s[3]                                                         | calls
            if (n > 4) { s = u[i]; } spread(s, x[i]); y[i] = s[3]                         | array
            spread(n > 4 ? u[i] : s, x[i]); y[i] = s[3]                                   | array
            spread(n > 4 ? s : u[i], x[i]); y[i] = s[3]                                   | array
            add(s, n > 4 ? x : s, 0); y[i] = s[3]                                         | array
            """)
    void shouldRefuseWhatMayBeTheRanks(String statements, String reason) {
        WeaveResult result = Sources.weave(compile(statements)).get("Calls");
        assertThat(result.refusals())
                .singleElement()
                .satisfies(refusal -> assertThat(refusal.message()).contains(reason));
    }

    private static Map<String, byte[]> compile(String statements) {
        String source = """
                import org.rfaas.offload.Offload;
                public class Calls {
                    static final double[] TABLE = {3, 1, 4, 1};
                    static int calls;
                    static void spread(double[] s, double value) {
                        for (int k = 0; k < s.length; k++) { s[k] += value * k; }
                    }
                    static void add(double[] s, double[] from, int first) {
                        for (int k = 0; k < s.length; k++) { s[k] += from[first + k]; }
                    }
                    static double sum(double[] s) {
                        double sum = 0;
                        for (double one : s) { sum += one; }
                        return sum;
                    }
                    static double twice(double[] s) { return 2 * sum(s); }
                    static double fold(double[] s, int n) { return n == 0 ? 1 : s[n - 1] + fold(s, n - 1) / 3; }
                    static int first(int[] s) { return s[0]; }
                    static double[] same(double[] s) { return s; }
                    static void look(double[] s, int k) { s[k %% 4] = TABLE[k %% 4]; }
                    static void count(double[] s) { calls += s.length; }
                    public static void run(double[] x, double[] y, double[][] u, int n) {
                        for (@Offload int i = 0; i < 10; i++) { double[] s = new double[8]; %s; }
                    }
                }
            """.formatted(statements);
        return Sources.compile("Calls", source, "-g");
    }

    /** Names of the kernel's methods that are copies and take arrays, but for the loop's body. */
    private static String methods(KernelCode kernel) {
        return ClassFile.of().parse(kernel.classBytes()).methods().stream()
                .filter(method -> method.methodType().stringValue().startsWith("(["))
                .map(method -> method.methodName().stringValue())
                .filter(name -> name.matches("[a-z]+\\$[0-9]+"))
                .map(name -> name.substring(0, name.indexOf('$')))
                .sorted()
                .collect(Collectors.joining(" "));
    }

    /** What the arrays are afterwards. */
    private static String run(ClassLoader loader) throws ReflectiveOperationException {
        double[] x = IntStream.range(0, 100).mapToDouble(k -> k / 7.0).toArray();
        double[] y = new double[100];
        double[][] u = new double[10][8];
        Method run =
                loader.loadClass("Calls").getMethod("run", double[].class, double[].class, double[][].class, int.class);
        run.invoke(null, x, y, u, 4);
        return Arrays.toString(x) + Arrays.toString(y) + Arrays.deepToString(u);
    }
}
