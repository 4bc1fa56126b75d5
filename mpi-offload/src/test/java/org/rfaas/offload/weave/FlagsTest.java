package org.rfaas.offload.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rfaas.offload.woven.WovenLoop;

/** Variables that a loop sets where something occurs, and never reads. */
final class FlagsTest {
    private static final int RUNS = 8;

    private final StripeRuntime runtime = new StripeRuntime(3);

    @AfterEach
    void uninstall() {
        WovenLoop.uninstall(runtime);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "->", textBlock = """
            boolean s = false                        -> if (x[i] > c) s = true
            boolean s = true                         -> if (x[i] > c) s = false
            boolean s = c > 5                        -> if (x[i] > c) s = false
            boolean s = false; if (c > 5) s = true   -> if (x[i] > c) s = true
            boolean s = false                        -> s = true
            boolean s = false                        -> for (int j = 0; j < 3; j++) if (x[i] > c + j) { s = true; break; }
            boolean s = true                         -> s &= x[i] < 90; if (x[i] > c) s = false
            boolean s = false                        -> if (x[i] > c) s |= true
            int s = 0; if (c > 5) s = 4              -> if (x[i] > c) s |= 1
            int s = 0                                -> if (x[i] > c) s = 1
            int s = 7                                -> if (x[i] > c) s = 0
            int s = (int) c                          -> if (x[i] > c) s = 0; s &= 6
            """)
    void shouldShareALoopThatOnlySetsThem(String declaration, String body) throws Exception {
        Map<String, byte[]> classes = compile(declaration, body);
        Map<String, WeaveResult> woven = Sources.weave(classes);
        assertThat(woven.get("Flags").refusals()).isEmpty();
        WovenLoop.install(runtime);
        for (double c : new double[] {-1, 3, 4, 6, 98, 99, 100}) {
            String expected = run(Sources.load(classes), c);
            for (int run = 0; run < RUNS; run++) {
                assertThat(run(Sources.loadWoven(woven), c)).as("c = %s", c).isEqualTo(expected);
            }
        }
        assertThat(runtime.inOrder).isEmpty();
        assertThat(runtime.shared).isEqualTo(7 * RUNS);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "->", textBlock = """
            int s = 7                                -> if (x[i] > c) s = 1
            int s = (int) c                          -> if (x[i] > c) s = 1
            int s = 0; if (c > 5) s = 4              -> if (x[i] > c) s = 1
            int s = 0; if (c > 5) s++                -> if (x[i] > c) s = 1
            int s = 0                                -> if (x[i] > c) s = 1; if (x[i] < c) s = 2
            int s = 0                                -> if (x[i] > c) s = 1; if (x[i] < c) s = 0
            int s = 0                                -> if (x[i] > c) s = 1; s |= 4
            boolean s = false                        -> s = x[i] > c
            """)
    void shouldRefuseWhatIsNotOnlyEverSet(String declaration, String body) {
        assertThat(Sources.weave(compile(declaration, body)).get("Flags").refusals())
                .singleElement()
                .satisfies(refusal ->
                        assertThat(refusal.message()).contains("'s' is ").contains("|="));
    }

    @ParameterizedTest
    @CsvSource({"boolean, true", "int, 1"})
    void shouldNotTakeAParameterForAFlag(String type, String one) {
        Map<String, byte[]> classes = Sources.compile("Flags", """
                public class Flags {
                    static %s m(double[] x, %s s) {
                        for (@org.rfaas.offload.Offload int i = 0; i < x.length; i++) if (x[i] > 3) s = %s;
                        return s;
                    }
                }
                """.formatted(type, type, one), "-g");
        assertThat(Sources.weave(classes).get("Flags").refusals())
                .singleElement()
                .satisfies(refusal -> assertThat(refusal.message()).contains("s |= e"));
    }

    private static Map<String, byte[]> compile(String declaration, String body) {
        return Sources.compile("Flags", """
                public class Flags {
                    public static String run(double[] x, double c) {
                        %s;
                        for (@org.rfaas.offload.Offload int i = 0; i < x.length; i++) { %s; }
                        return "" + s;
                    }
                }
                """.formatted(declaration, body), "-g");
    }

    private static String run(ClassLoader loader, double c) throws ReflectiveOperationException {
        double[] x = DoubleStream.iterate(0, v -> v + 1).limit(100).toArray();
        return (String) loader.loadClass("Flags")
                .getMethod("run", double[].class, double.class)
                .invoke(null, x, c);
    }
}
