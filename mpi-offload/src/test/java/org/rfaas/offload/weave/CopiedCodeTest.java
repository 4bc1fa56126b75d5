package org.rfaas.offload.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.classfile.ClassFile;
import java.lang.classfile.MethodModel;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rfaas.offload.woven.ClassFileDigest;
import org.rfaas.offload.woven.CopiedCode;
import org.rfaas.offload.woven.CopiedMethod;
import org.rfaas.offload.woven.MethodDigest;
import org.rfaas.offload.woven.WovenLoop;

/** What a kernel has of other classes, and when that code is another. */
final class CopiedCodeTest {
    private static final String CALLED = """
            class Called extends Above {
                final double[] data = new double[9];
                static double number(double v) { return v > 0 ? helped(v) * 2.5f : switch ((int) v) { case -1 -> 7; case -9 -> 8; default -> 0.1; }; }
                private static double helped(double v) { return Math.sqrt(Called.above(v)); }
                static double pick(double[] a, int i) { if (i < 0) throw new IllegalArgumentException("no " + i); return a[i]; }
                double at(int i) { return data[i]; }
            }
            class Above { static double above(double v) { return v; } }
            """;

    private static final String LOOP = """
            import org.rfaas.offload.Offload;
            public class Loop {
                public static String run() {
                    double[] x = {1, 2, 3, 4, -1, -9, 0}, y = new double[7];
                    run(new Called(), x, y);
                    return java.util.Arrays.toString(y);
                }
                static void run(Called called, double[] x, double[] y) {
                    for (@Offload int i = 0; i < y.length; i++)
                        y[i] = Called.number(x[i]) + Called.pick(x, i) + called.at(i) + Called.above(i) + own(i);
                }
                static double own(double v) { return v * v; }
            }
            """;

    @Test
    void shouldBeKnownForAllMethodsOfOtherClasses() {
        Map<String, byte[]> classes = Sources.compile(Map.of("Called", CALLED, "Loop", LOOP));
        assertThat(Sources.weave(classes).get("Loop").loops()).singleElement().satisfies(loop -> {
            CopiedCode copied = loop.kernel().copied();
            assertThat(copied.methods())
                    .extracting(CopiedMethod::name)
                    .containsExactlyInAnyOrder("number", "helped", "pick", "at", "above");
            assertThat(copied.files())
                    .containsExactlyInAnyOrder(
                            ClassFileDigest.of("Called", classes.get("Called")),
                            ClassFileDigest.of("Above", classes.get("Above")));
        });
    }

    @Test
    void shouldNotBeLookedForInTheFileOfTheLoop() {
        String loop = LOOP.replace("class Loop {", "class Loop extends Above {").replace("own(i)", "Loop.above(i)");
        Map<String, byte[]> classes = Sources.compile(Map.of("Called", CALLED, "Loop", loop));
        CopiedCode copied =
                Sources.weave(classes).get("Loop").loops().getFirst().kernel().copied();
        assertThat(copied.methods()).extracting(CopiedMethod::owner).contains("Loop");
        assertThat(copied.files()).extracting(ClassFileDigest::className).containsOnly("Called", "Above");
    }

    @Test
    void shouldBeCalledUnderTheNameOfAClassBelowTheOneThatHasIt() throws Exception {
        Map<String, byte[]> classes = Sources.compile(Map.of("Called", CALLED, "Loop", LOOP));
        StripeRuntime runtime = new StripeRuntime(3);
        WovenLoop.install(runtime);
        try {
            assertThat(run(Sources.loadWoven(Sources.weave(classes)))).isEqualTo(run(Sources.load(classes)));
        } finally {
            WovenLoop.uninstall(runtime);
        }
        assertThat(runtime.shared).isEqualTo(1);
        assertThat(runtime.failed).isZero();
    }

    private static Object run(ClassLoader loader) throws ReflectiveOperationException {
        return loader.loadClass("Loop").getMethod("run").invoke(null);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            2.5        | 2.25
            v > 0      | v >= 0
            case -9    | case -8
            helped(v)  | Math.sqrt(v)
            static double number | synchronized static double number
            """)
    void shouldBeAnotherWhenTheCodeIs(String old, String other) {
        assertThat(digest(Sources.compile("Called", CALLED.replace(old, other))))
                .isNotEqualTo(digest(Sources.compile("Called", CALLED)));
    }

    @Test
    void shouldBeTheSameWhateverElseTheClassHas() {
        long digest = digest(Sources.compile("Called", CALLED, "-g"));
        assertThat(digest(Sources.compile("Called", CALLED, "-g:none"))).isEqualTo(digest);
        // so many that their places take two bytes
        String constants = IntStream.range(0, 300)
                .mapToObj(k -> "static float c" + k + "() { return " + k + ".125f; }\n")
                .collect(Collectors.joining());
        String longer = "\n\n" + CALLED.replace("final double[] data", constants + "final double[] data");
        assertThat(digest(Sources.compile("Called", longer, "-g"))).isEqualTo(digest);
    }

    @Test
    void shouldBeTheSameWhenTheClassIsWovenLater() {
        String source = CALLED.replace(
                "final double[] data",
                "static void own(double[] y) { for (@org.rfaas.offload.Offload int i = 0; i < y.length; i++) y[i] = number(i); }"
                        + " final double[] data");
        Map<String, byte[]> classes = Sources.compile("Called", source);
        WeaveResult woven = Sources.weave(classes).get("Called");
        assertThat(woven.isWoven()).isTrue();
        assertThat(digest(Map.of("Called", woven.classBytes()))).isEqualTo(digest(classes));
    }

    private static long digest(Map<String, byte[]> classes) {
        for (MethodModel method : ClassFile.of().parse(classes.get("Called")).methods()) {
            if (method.methodName().equalsString("number")) {
                return MethodDigest.of(method);
            }
        }
        throw new AssertionError("no such method");
    }
}
