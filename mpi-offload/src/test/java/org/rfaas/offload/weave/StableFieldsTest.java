package org.rfaas.offload.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rfaas.offload.DefaultOptions;
import org.rfaas.offload.OffloadMode;
import org.rfaas.offload.runtime.OffloadRuntime;
import org.rfaas.offload.worker.FakeSource;
import org.rfaas.offload.worker.FakeWorker;

/** Stable fields of classes that are compiled again after the class with the loop was woven. */
final class StableFieldsTest {
    private static final String DATA = """
            import org.rfaas.offload.In;
            public class Data extends Above implements Runnable {
                @In(stable = true) double[] own = new double[1000];
                public void run() {}
            }
            class Above { @In(stable = true) double[] above = new double[1000]; }
            """;

    private static final String LOOP = """
            import org.rfaas.offload.Offload;
            public class Loop {
                public static String run() {
                    Data data = new Data();
                    double[] y = new double[1000];
                    run(data, y);
                    data.@field@[100] = 5;
                    data.@field@[900] = 5;
                    run(data, y);
                    return y[100] + " " + y[900];
                }
                static void run(Data data, double[] y) {
                    for (@Offload int i = 0; i < y.length; i++) y[i] = data.@field@[i] * 2;
                }
            }
            """;

    @Test
    void shouldNotStayOnWorkersOnceTheyAreNotDeclaredStable() throws Exception {
        Class<?> loop = loadWith("own", DATA.replace("@In(stable = true) double[] own", "double[] own"));
        try (FakeWorker worker = new FakeWorker(2, 1 << 16);
                OffloadRuntime runtime =
                        OffloadRuntime.start(DefaultOptions.of(new OffloadMode.Fixed(0.5)), new FakeSource(worker))) {
            assertThat(run(loop)).isEqualTo("10.0 10.0");
            assertThat(runtime.report().runsInOrder()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            own   | @In(stable = true) double[] own   | double[] own
            own   | @In(stable = true) double[] own   | @In double[] own
            above | @In(stable = true) double[] above | double[] above
            above | @In(stable = true) double[] own   | double[] own, above
            """)
    void shouldBeNamedWhenTheyAreNotStableAnyMore(String field, String old, String other) throws Exception {
        assertThat(outdatedCopy(loadWith(field, DATA.replace(old, other))))
                .isEqualTo("Data." + field + " is not stable any more; compile Loop again");
    }

    @ParameterizedTest
    @CsvSource({"own", "above"})
    void shouldStayStableWhateverElseTheirClassHas(String field) throws Exception {
        assertThat(outdatedCopy(loadWith(field, DATA))).isNull();
        assertThat(outdatedCopy(loadWith(field, DATA.replace("{}\n", "{ int more = 1; }\n"))))
                .isNull();
    }

    /** The loop's class, woven before another class was compiled again. */
    private static Class<?> loadWith(String field, String data) throws ClassNotFoundException {
        Map<String, byte[]> classes = Sources.compile(Map.of("Data", DATA, "Loop", LOOP.replace("@field@", field)));
        Map<String, byte[]> mixed = new HashMap<>(Sources.compile("Data", data));
        mixed.put("Loop", Sources.weave(classes).get("Loop").classBytes());
        return Sources.load(mixed).loadClass("Loop");
    }

    private static Object run(Class<?> loop) throws ReflectiveOperationException {
        return loop.getMethod("run").invoke(null);
    }

    private static @Nullable String outdatedCopy(Class<?> loopClass) {
        return OpeningProbe.findOutdatedCopy(() -> run(loopClass));
    }
}
