package org.rfaas.offload.weave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rfaas.offload.plan.Access;
import org.rfaas.offload.woven.ArrayUse;
import org.rfaas.offload.woven.LoopDescriptor;
import org.rfaas.offload.woven.Verdict;
import org.rfaas.offload.woven.WovenLoop;

/** Loops that people write: what is proved of them, and that they do the same on stripes. */
final class KernelsTest {
    private static final Map<String, byte[]> CLASSES = Sources.compile(KernelSources.CLASS, KernelSources.TEXT, "-g");
    private static final Map<String, WeaveResult> WOVEN = Sources.weave(CLASSES);

    private final StripeRuntime runtime = new StripeRuntime(42);

    @AfterEach
    void uninstall() {
        WovenLoop.install(null);
    }

    @ParameterizedTest
    @CsvSource({
        "axpy,PROVED",
        "denseJacobi,PROVED",
        "sparseJacobi,PROVED",
        "matrixVector,PROVED",
        "matrixProduct,PROVED",
        "blackScholes,PROVED",
        "flatConvolution,GUARDED",
        "interior,GUARDED",
        "interiorRows,PROVED",
        "rowConvolution,PROVED",
        "dot,PROVED",
        "extremes,PROVED",
        "bodyForces,PROVED",
        "shortestPaths,GUARDED",
        "eliminate,GUARDED",
        "mandelbrot,PROVED",
        "reversed,PROVED",
        "clear,PROVED",
        "mirrored,PROVED",
        "tiles,PROVED",
        "shiftRows,PROVED",
        "bytes,PROVED",
        "windows,PROVED",
        "fields,PROVED",
        "hashed,PROVED",
        "generated,PROVED",
        "twoStrides,GUARDED",
    })
    void shouldDoTheSameOnStripes(String kernel, Verdict verdict) throws Exception {
        assertThat(WOVEN.get(KernelSources.CLASS).refusals()).isEmpty();
        assertThat(loop(WOVEN, kernel).verdict()).isEqualTo(verdict);
        WovenLoop.install(runtime);
        String expected = run(Sources.load(CLASSES), kernel);
        assertThat(run(Sources.loadWoven(WOVEN), kernel)).isEqualTo(expected);
        assertThat(runtime.inOrder).isEmpty();
        assertThat(runtime.failed).isZero();
        assertThat(runtime.shared).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-g", "-g:none", "-g:source,lines"})
    void shouldNotDependOnDebugInformation(String debug) throws Exception {
        Map<String, byte[]> classes = Sources.compile(KernelSources.CLASS, KernelSources.TEXT, debug);
        Map<String, WeaveResult> woven = Sources.weave(classes);
        assertThat(woven.get(KernelSources.CLASS).loops()).hasSize(27);
        ClassLoader plain = Sources.load(classes);
        ClassLoader other = Sources.loadWoven(woven);
        WovenLoop.install(runtime);
        for (LoopDescriptor loop : woven.get(KernelSources.CLASS).loops()) {
            String kernel = loop.name()
                    .substring(loop.name().indexOf('.') + 1, loop.name().indexOf(':'));
            assertThat(run(other, kernel)).as(kernel).isEqualTo(run(plain, kernel));
        }
        assertThat(runtime.inOrder).isEmpty();
        assertThat(runtime.failed).isZero();
    }

    @Test
    void shouldRunAsWrittenWithoutARuntime() throws Exception {
        assertThat(run(Sources.loadWoven(WOVEN), "extremes")).isEqualTo(run(Sources.load(CLASSES), "extremes"));
    }

    @Test
    void shouldWeaveNothingTheSecondTime() {
        byte[] once = WOVEN.get(KernelSources.CLASS).classBytes();
        WeaveResult twice = new Weaver(name -> Sources.find(CLASSES, name)).weave(once);
        assertThat(twice.isWoven()).isFalse();
        assertThat(twice.refusals()).isEmpty();
        assertThat(twice.classBytes()).isSameAs(once);
    }

    @Test
    void shouldKnowWhichArraysAreStableAndWhatIsOnlyWritten() {
        LoopDescriptor loop = loop(WOVEN, "denseJacobi");
        assertThat(loop.arrays()).filteredOn(array -> array.name().equals("a")).allMatch(array -> array.isStable());
        assertThat(loop.arrays()).filteredOn(array -> array.name().equals("x")).noneMatch(array -> array.isStable());
        assertThat(loop.uses())
                .filteredOn(use -> loop.arrays().get(use.array()).name().equals("next"))
                .allMatch(use -> use.access() == Access.WRITE);
    }

    @Test
    void shouldTakeWhatIsCopiedIntoAsWrittenCompletely() {
        LoopDescriptor loop = loop(WOVEN, "tiles");
        assertThat(loop.uses()).extracting(ArrayUse::access).containsExactlyInAnyOrder(Access.READ, Access.WRITE);
        assertThat(loop.describe(loop.uses().getFirst().offsets().getFirst())).isEqualTo("copied + 8*t");
    }

    @Test
    void shouldThrowWhatTheSourceThrowsFromTheUsersMethod() throws Exception {
        String source = """
                import org.rfaas.offload.Offload;
                public class Kernels {
                    public static String run(String name) {
                        int[] y = new int[50];
                        for (@Offload int i = 0; i < 50; i++) {
                            y[i] = 100 / (i - 33);
                        }
                        return "" + y[1];
                    }
                }
                """;
        Map<String, WeaveResult> woven = Sources.weave(Sources.compile(KernelSources.CLASS, source, "-g"));
        WovenLoop.install(runtime);
        ClassLoader loader = Sources.loadWoven(woven);
        assertThatThrownBy(() -> run(loader, ""))
                .isInstanceOf(InvocationTargetException.class)
                .cause()
                .isInstanceOf(ArithmeticException.class)
                .satisfies(thrown -> {
                    assertThat(thrown.getStackTrace()[0].getMethodName()).startsWith("run");
                    assertThat(thrown.getStackTrace()[0].getLineNumber()).isEqualTo(6);
                });
    }

    @Test
    void shouldRunInPlaceWhenAnObjectIsOfAnotherClass() throws Exception {
        String source = """
                import org.rfaas.offload.Offload;
                public class Kernels {
                    static class Base { double at(int i) { return i; } }
                    static class Other extends Base { @Override double at(int i) { return -i; } }
                    static void fill(Base b, double[] y) { for (@Offload int i = 0; i < y.length; i++) y[i] = b.at(i); }
                    public static String run(String name) {
                        double[] y = new double[5];
                        fill(name.equals("base") ? new Base() : new Other(), y);
                        return java.util.Arrays.toString(y);
                    }
                }
                """;
        ClassLoader woven = Sources.loadWoven(Sources.weave(Sources.compile(KernelSources.CLASS, source)));
        WovenLoop.install(runtime);
        assertThat(run(woven, "base")).isEqualTo("[0.0, 1.0, 2.0, 3.0, 4.0]");
        assertThat(runtime.shared).isEqualTo(1);
        assertThat(run(woven, "other")).isEqualTo("[0.0, -1.0, -2.0, -3.0, -4.0]");
        assertThat(runtime.shared).isEqualTo(1);
        assertThat(runtime.inOrder).singleElement().asString().contains("another class");
    }

    @Test
    void shouldRunInPlaceAndSayWhatIsNull() throws Exception {
        String source = """
                import org.rfaas.offload.Offload;
                public class Kernels {
                    static final class Box { double scale = 2; Box inner; }
                    static void fill(Box box, double[] y) {
                        for (@Offload int i = 0; i < y.length; i++) if (i > 9) y[i] = box.inner.scale;
                    }
                    public static String run(String name) {
                        double[] y = new double[5];
                        fill(new Box(), y);
                        return java.util.Arrays.toString(y);
                    }
                }
                """;
        ClassLoader woven = Sources.loadWoven(Sources.weave(Sources.compile(KernelSources.CLASS, source, "-g")));
        WovenLoop.install(runtime);
        assertThat(run(woven, "base")).isEqualTo("[0.0, 0.0, 0.0, 0.0, 0.0]");
        assertThat(runtime.inOrder).containsExactly("box.inner is null");
    }

    @Test
    void shouldRunInOrderWhenARowThatIsReadIsAlsoOneThatIsWritten() throws Exception {
        String source = """
                import org.rfaas.offload.Offload;
                public class Kernels {
                    static void spread(double[][] u, int lo, int hi) {
                        for (@Offload int i = lo; i < hi; i++) {
                            for (int j = 0; j < u[i].length; j++) {
                                u[2 * i][j] = u[i][j] * 2;
                            }
                        }
                    }
                    public static String run(String name) {
                        double[][] u = new double[10][3];
                        java.util.Arrays.fill(u[2], 1);
                        u[3] = u[4];
                        spread(u, 2, 4);
                        return java.util.Arrays.toString(u[6]);
                    }
                }
                """;
        WovenLoop.install(runtime);
        ClassLoader woven = Sources.loadWoven(Sources.weave(Sources.compile(KernelSources.CLASS, source, "-g")));
        assertThat(run(woven, "")).isEqualTo("[4.0, 4.0, 4.0]");
        assertThat(runtime.inOrder)
                .singleElement()
                .asString()
                .contains("a row of u is also a row of an array that is written");
    }

    @Test
    void shouldRunInOrderWhenARowThatIsReadIsAlsoAnArrayThatIsWritten() throws Exception {
        String source = """
                import org.rfaas.offload.Offload;
                public class Kernels {
                    static void sums(double[][] m, double[] y, int n) {
                        for (@Offload int i = 0; i < n; i++) {
                            double sum = 0;
                            for (int j = 0; j < m[i].length; j++) {
                                sum += m[i][j];
                            }
                            y[i] = sum;
                        }
                    }
                    public static String run(String name) {
                        double[][] m = {{1, 2, 3}, {4, 5, 6}, {7, 8, 9}};
                        sums(m, m[2], 3);
                        return java.util.Arrays.toString(m[2]);
                    }
                }
                """;
        WovenLoop.install(runtime);
        ClassLoader woven = Sources.loadWoven(Sources.weave(Sources.compile(KernelSources.CLASS, source, "-g")));
        assertThat(run(woven, "")).isEqualTo("[6.0, 15.0, 30.0]");
        assertThat(runtime.inOrder).singleElement().asString().contains("a row of m is also an array that is written");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            long seed = 2 - (5L << 32);  | int end = (int) seed;
            int five = 5; int six = 6;   | long end = (long) (five << 30) - (long) (six << 30);
            """)
    void shouldRunInOrderWhenTheEndOfAnInnerLoopHasWrappedAround(String before, String end) throws Exception {
        String source = """
                import org.rfaas.offload.Offload;
                public class Kernels {
                    public static String run(String name) {
                        %s
                        int[] y = new int[40];
                        for (@Offload int i = 0; i < 30; i++) {
                            %s
                            for (int j = 0; j < end; j++) {
                                if (j > 2) break;
                                y[i + j] = 10 * i + j;
                            }
                        }
                        return java.util.Arrays.toString(y);
                    }
                }
                """.formatted(before, end);
        Map<String, byte[]> classes = Sources.compile(KernelSources.CLASS, source, "-g");
        WovenLoop.install(runtime);
        assertThat(run(Sources.loadWoven(Sources.weave(classes)), "")).isEqualTo(run(Sources.load(classes), ""));
        assertThat(runtime.inOrder).singleElement().asString().contains("exceeds 32 bits");
    }

    private static LoopDescriptor loop(Map<String, WeaveResult> woven, String method) {
        return woven.get(KernelSources.CLASS).loops().stream()
                .filter(loop -> loop.name().startsWith("Kernels." + method + ":"))
                .findFirst()
                .orElseThrow();
    }

    private static String run(ClassLoader loader, String kernel) throws ReflectiveOperationException {
        return (String) loader.loadClass(KernelSources.CLASS)
                .getMethod("run", String.class)
                .invoke(null, kernel);
    }
}
