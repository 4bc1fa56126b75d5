package org.rfaas.offload.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rfaas.offload.woven.WovenLoop;

/** Whatever leads to a loop leads to its call site: a loop that a way around it reaches would run unseen by the runtime. */
final class WaysIntoLoopsTest {
    private static final String CLASS = "Ways";

    /** Methods whose loops are reached for some {@code k}; {@link #REACHED} tells which. */
    private static final String SOURCE = """
            import org.rfaas.offload.Offload;
            public class Ways {
                static void table(int[] y, int n, int k) {
                    @Offload int i = 0;
                    switch (k) { case 0: i = 3; case 1: while (i < n) { y[i] += i + k; i++; } break; case 2: y[0] = 9; break; case 3: y[0] = 8; }
                }
                static void lookup(int[] y, int n, int k) {
                    @Offload int i = 0;
                    switch (k * 1000) { case 0: i = 3; case 1000: while (i < n) { y[i] += i + k; i++; } break; case 90000: y[0] = 9; }
                }
                static void defaulted(int[] y, int n, int k) {
                    @Offload int i = 0;
                    switch (k) { case 2: y[0] = 9; return; case 3: y[0] = 7; return; default: while (i < n) { y[i] += i + k; i++; } }
                }
                static void arrows(int[] y, int n, int k) {
                    @Offload int i = 0;
                    switch (k) { case 0, 1 -> { while (i < n) { y[i] += i + k; i++; } } default -> y[0] = 9; }
                }
                static void strings(int[] y, int n, int k) {
                    @Offload int i = 0;
                    switch ("k" + k) { case "k0": case "k1": while (i < n) { y[i] += i + k; i++; } break; default: y[0] = 9; }
                }
                static void patterns(int[] y, int n, int k) {
                    Object o = k == 0 ? (Object) "" : k == 1 ? (Object) k : (Object) 2L;
                    @Offload int i = 0;
                    switch (o) { case String s: while (i < n) { y[i] += i + k; i++; } break; case Integer q: y[0] = 9; break; default: y[0] = 7; }
                }
                static void branches(int[] y, int n, int k) {
                    @Offload int i = 0;
                    if (k == 1) i = 2; else if (k == 2) return;
                    while (i < n) { y[i] += i + k; i++; }
                }
                static void caught(int[] y, int n, int k) {
                    @Offload int i = 0;
                    try { y[k * 1000]++; } catch (IndexOutOfBoundsException e) { while (i < n) { y[i] += i + k; i++; } }
                }
                static void ignored(int[] y, int n, int k) {
                    @Offload int i = 0;
                    try { y[k * 1000]++; } catch (IndexOutOfBoundsException e) { }
                    while (i < n) { y[i] += i + k; i++; }
                }
                static void again(int[] y, int n, int k) {
                    @Offload int i = 0;
                    int times = 0;
                    do { switch (k) { case 0: case 1: while (i < n) { y[i] += i + k; i++; } } i = 0; times++; } while (times < 2);
                }
                static void neighbours(int[] y, int n, int k) {
                    @Offload int i = 0;
                    @Offload int j = 1;
                    switch (k) { case 0: while (i < n) { y[i] += i + k; i++; } case 1: while (j < n) { y[j] += j; j++; } default: }
                }
                public static void call(String name, int[] y, int n, int k) throws Exception {
                    Ways.class.getDeclaredMethod(name, int[].class, int.class, int.class).invoke(null, y, n, k);
                }
            }
            """;

    /** How often each method's loops are reached with {@code k} of 0, 1, and 2. */
    private static final Map<String, int[]> REACHED = Map.ofEntries(
            Map.entry("table", new int[] {1, 1, 0}),
            Map.entry("lookup", new int[] {1, 1, 0}),
            Map.entry("defaulted", new int[] {1, 1, 0}),
            Map.entry("arrows", new int[] {1, 1, 0}),
            Map.entry("strings", new int[] {1, 1, 0}),
            Map.entry("patterns", new int[] {1, 0, 0}),
            Map.entry("branches", new int[] {1, 1, 0}),
            Map.entry("caught", new int[] {0, 1, 1}),
            Map.entry("ignored", new int[] {1, 1, 1}),
            Map.entry("again", new int[] {2, 2, 0}),
            Map.entry("neighbours", new int[] {2, 1, 0}));

    @TempDir
    private Path directory;

    @AfterEach
    void uninstall() {
        WovenLoop.install(null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-g", "-g:none"})
    void shouldLeadToTheCallSite(String debug) throws Exception {
        check(Sources.compile(CLASS, SOURCE, debug));
    }

    @Test
    void shouldLeadToTheCallSiteWithEclipse() throws Exception {
        check(Sources.compileWithEclipse(directory, CLASS, SOURCE, "-g"));
    }

    /** The compiler copies the annotation to the bridge, which has no loop. */
    @Test
    void shouldLeaveBridgesAlone() throws Exception {
        String source = """
                import org.rfaas.offload.Offload;
                interface Operation<T> { void apply(T y); }
                public class Ways implements Operation<double[]> {
                    @Offload
                    public void apply(double[] y) { for (int i = 0; i < y.length; i++) y[i] += i; }
                }
                """;
        for (Map<String, byte[]> classes : List.of(
                Sources.compile(CLASS, source, "-g"), Sources.compileWithEclipse(directory, CLASS, source, "-g"))) {
            WeaveResult woven = Sources.weave(classes).get(CLASS);
            assertThat(woven.refusals()).isEmpty();
            assertThat(woven.loops()).hasSize(1);
        }
    }

    private static void check(Map<String, byte[]> classes) throws Exception {
        Map<String, WeaveResult> woven = Sources.weave(classes);
        assertThat(woven.get(CLASS).refusals()).isEmpty();
        ClassLoader plain = Sources.load(classes);
        ClassLoader other = Sources.loadWoven(woven);
        for (Map.Entry<String, int[]> one : REACHED.entrySet()) {
            for (int k = 0; k < one.getValue().length; k++) {
                int[] expected = new int[50];
                int[] actual = new int[50];
                WovenLoop.install(null);
                call(plain, one.getKey(), expected, k);
                StripeRuntime runtime = new StripeRuntime(k);
                WovenLoop.install(runtime);
                call(other, one.getKey(), actual, k);
                assertThat(actual).as("%s, k = %d", one.getKey(), k).isEqualTo(expected);
                assertThat(runtime.shared + runtime.inOrder.size())
                        .as("%s, k = %d", one.getKey(), k)
                        .isEqualTo(one.getValue()[k]);
                other = Sources.loadWoven(woven);
            }
        }
    }

    private static void call(ClassLoader loader, String method, int[] y, int k) throws ReflectiveOperationException {
        try {
            loader.loadClass(CLASS)
                    .getMethod("call", String.class, int[].class, int.class, int.class)
                    .invoke(null, method, y, 40, k);
        } catch (InvocationTargetException e) {
            throw new AssertionError(method, e.getCause());
        }
    }
}
