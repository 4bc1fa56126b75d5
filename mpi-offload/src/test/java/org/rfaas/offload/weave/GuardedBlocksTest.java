package org.rfaas.offload.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rfaas.offload.woven.WovenLoop;

/** Loops in try, catch, finally and synchronized: their exceptions go where those of the loop as written go. */
final class GuardedBlocksTest {
    private static final String CLASS = "Guarded";

    private static final List<String> METHODS = List.of(
            "caught",
            "lastly",
            "closed",
            "locked",
            "inFinally",
            "inCatch",
            "nested",
            "repeated",
            "reduced",
            "annotated");

    /** Iteration {@code at} of each loop throws. */
    private static final String SOURCE = """
            import org.rfaas.offload.Offload;
            public class Guarded {
                record Door(StringBuilder log) implements AutoCloseable { public void close() { log.append("closed "); } }
                static void caught(int[] y, int at, StringBuilder log) {
                    try {
                        for (@Offload int i = 0; i < y.length; i++) y[i] = 100 / (i - at);
                    } catch (ArithmeticException e) { log.append("caught ").append(e.getMessage()); }
                }
                static void lastly(int[] y, int at, StringBuilder log) {
                    try {
                        for (@Offload int i = 0; i < y.length; i++) y[i] = 100 / (i - at);
                    } finally { log.append("finally "); }
                }
                static void closed(int[] y, int at, StringBuilder log) {
                    try (Door door = new Door(log); Door other = new Door(log)) {
                        for (@Offload int i = 0; i < y.length; i++) y[i] = 100 / (i - at);
                    }
                }
                static void locked(int[] y, int at, StringBuilder log) {
                    synchronized (log) {
                        for (@Offload int i = 0; i < y.length; i++) y[i] = 100 / (i - at);
                    }
                }
                static void inFinally(int[] y, int at, StringBuilder log) {
                    try {
                        if (at == 3) throw new IllegalStateException();
                    } finally {
                        for (@Offload int i = 0; i < y.length; i++) y[i] = 100 / (i - at);
                    }
                }
                static void inCatch(int[] y, int at, StringBuilder log) {
                    try {
                        log.charAt(1);
                    } catch (IndexOutOfBoundsException e) {
                        for (@Offload int i = 0; i < y.length; i++) y[i] = 100 / (i - at);
                    }
                }
                static void nested(int[] y, int at, StringBuilder log) {
                    try {
                        try {
                            for (@Offload int i = 0; i < y.length; i++) y[i] = 100 / (i - at);
                        } catch (IllegalStateException | IndexOutOfBoundsException e) { log.append("wrong "); }
                        finally { log.append("inner "); }
                        for (@Offload int i = 0; i < y.length; i++) y[i] += 100 / (i - at + 60);
                    } catch (RuntimeException e) { log.append(e.getClass()); }
                }
                static void repeated(int[] y, int at, StringBuilder log) {
                    for (int k = 0; k < 3; k++) {
                        try {
                            for (@Offload int i = k; i < y.length; i++) y[i] = 100 / (i - at + 10 * k);
                        } catch (ArithmeticException e) { log.append("round ").append(k); continue; }
                        log.append("well ");
                    }
                }
                static void reduced(int[] y, int at, StringBuilder log) {
                    int sum = 0;
                    try {
                        for (@Offload int i = 0; i < y.length; i++) sum += 100 / (i - at);
                    } catch (ArithmeticException e) { sum = -1; }
                    log.append(sum);
                }
                static void annotated(int[] y, int at, StringBuilder log) { log.append(from(y, at, 2)); }
                @Offload static int from(int[] y, int at, int i) {
                    try {
                        for (; i < y.length; i++) y[i] = 100 / (i - at);
                    } catch (ArithmeticException e) { return -1; }
                    return i;
                }
                public static String run(String name, int at) {
                    StringBuilder log = new StringBuilder();
                    int[] y = new int[50];
                    try {
                        Guarded.class.getDeclaredMethod(name, int[].class, int.class, StringBuilder.class).invoke(null, y, at, log);
                        if (at < 0) log.append(java.util.Arrays.toString(y));
                    } catch (ReflectiveOperationException e) {
                        log.append("threw ").append(e.getCause());
                    }
                    return log.append(Thread.holdsLock(log)).toString();
                }
            }
            """;

    private final StripeRuntime runtime = new StripeRuntime(7);

    @TempDir
    private Path directory;

    @AfterEach
    void uninstall() {
        WovenLoop.install(null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-g", "-g:none"})
    void shouldCatchWhatALoopThrows(String debug) throws Exception {
        check(Sources.compile(CLASS, SOURCE, debug));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-g", "-g:none"})
    void shouldCatchWhatALoopThrowsWithEclipse(String debug) throws Exception {
        check(Sources.compileWithEclipse(directory, CLASS, SOURCE, debug));
    }

    @Test
    void shouldWeaveEachCopyOfAFinallyBlock() {
        assertThat(Sources.weave(Sources.compile(CLASS, SOURCE, "-g"))
                        .get(CLASS)
                        .loops())
                .filteredOn(loop -> loop.name().startsWith("Guarded.inFinally:"))
                .hasSize(2);
    }

    private void check(Map<String, byte[]> classes) throws Exception {
        Map<String, WeaveResult> woven = Sources.weave(classes);
        assertThat(woven.get(CLASS).refusals()).isEmpty();
        WovenLoop.install(runtime);
        for (String method : METHODS) {
            int before = runtime.shared;
            for (int at : new int[] {-5, 3, 33, 49}) {
                String expected = run(Sources.load(classes), method, at);
                for (int k = 0; k < 4; k++) {
                    assertThat(run(Sources.loadWoven(woven), method, at))
                            .as("%s, %d", method, at)
                            .isEqualTo(expected);
                }
            }
            assertThat(runtime.shared).as(method).isGreaterThan(before);
        }
        assertThat(runtime.inOrder).isEmpty();
        assertThat(runtime.failed).isPositive();
    }

    private static String run(ClassLoader loader, String method, int at) throws ReflectiveOperationException {
        return (String) loader.loadClass(CLASS)
                .getMethod("run", String.class, int.class)
                .invoke(null, method, at);
    }
}
