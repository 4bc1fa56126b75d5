package org.rfaas.offload.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.rfaas.offload.woven.WovenLoop;

/**
 * Loops that people might write and that {@link LoopGenerator} does not: each, run as written and woven with remote parts that
 * see nothing but the stripes they declare, must do the same. They are in {@code strange-loops.txt}, a program a paragraph:
 * members of a class with a method {@code run} that makes its own arguments and returns all that the loop may have changed.
 */
final class StrangeLoopsTest {
    private static final int RUNS = 10;
    private static final String IMPORTS = "import java.util.*;\nimport org.rfaas.offload.*;\n";

    /** What the programs make their arguments with. */
    private static final String MAKE = """
            final class Make {
                static double[] d(Random r, int n) { double[] a = new double[n];
                    for (int i = 0; i < n; i++) a[i] = r.nextInt(1 << 20) * 0x1p-20; return a; }
                static float[] f(Random r, int n) { float[] a = new float[n];
                    for (int i = 0; i < n; i++) a[i] = r.nextInt(1 << 10) * 0x1p-10f; return a; }
                static int[] q(Random r, int n, int bound) { return r.ints(n, 0, bound).toArray(); }
                static long[] l(Random r, int n) { return r.longs(n).toArray(); }
                static byte[] b(Random r, int n) { byte[] a = new byte[n]; r.nextBytes(a); return a; }
                static char[] c(Random r, int n) { char[] a = new char[n];
                    for (int i = 0; i < n; i++) a[i] = (char) r.nextInt(65536); return a; }
                static short[] s(Random r, int n) { short[] a = new short[n];
                    for (int i = 0; i < n; i++) a[i] = (short) r.nextInt(65536); return a; }
                static double[][] rows(Random r, int n, int m) { double[][] a = new double[n][];
                    for (int i = 0; i < n; i++) a[i] = d(r, m); return a; }
                static String text(Object... all) { return Arrays.deepToString(all); }
            }
            """;

    private final StripeRuntime runtime = new StripeRuntime(12);

    @AfterEach
    void uninstall() {
        WovenLoop.install(null);
    }

    @Test
    void shouldDoTheSameWovenAsWritten() throws Exception {
        Map<String, String> programs = programs();
        StringBuilder unit = new StringBuilder(IMPORTS + "public class Strange {}\n" + MAKE);
        Map<String, String> names = new TreeMap<>();
        programs.forEach((name, members) -> {
            String className = "Strange" + names.size();
            names.put(className, name);
            unit.append("class ").append(className).append(" {\n");
            unit.append(members.replaceAll("\\bLoops\\b", className)).append("}\n");
        });
        Map<String, byte[]> classes = Sources.compile("Strange", unit.toString(), "-g");
        Map<String, WeaveResult> woven = Sources.weave(classes);
        woven.forEach((name, result) ->
                assertThat(result.refusals()).as(names.get(name)).isEmpty());
        ClassLoader plain = Sources.load(classes);
        ClassLoader other = Sources.loadWoven(woven);
        for (Map.Entry<String, String> one : names.entrySet()) {
            for (int seed = 0; seed < RUNS; seed++) {
                WovenLoop.install(null);
                String expected = run(plain.loadClass(one.getKey()), seed);
                WovenLoop.install(runtime);
                assertThat(run(other.loadClass(one.getKey()), seed))
                        .as("%s, seed %d", one.getValue(), seed)
                        .isEqualTo(expected);
            }
        }
        assertThat(runtime.shared).isGreaterThan(RUNS * programs.size() / 2);
    }

    /** Members of a class by name. */
    private static Map<String, String> programs() throws IOException {
        Map<String, String> programs = new TreeMap<>();
        String name = "";
        try (InputStream in = StrangeLoopsTest.class.getResourceAsStream("strange-loops.txt")) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                if (line.startsWith("=== ")) {
                    name = line.substring(4);
                    assertThat(programs.put(name, "")).isNull();
                } else {
                    programs.merge(name, line + "\n", String::concat);
                }
            }
        }
        return programs;
    }

    /** What a program returns, or what it throws: then it is not defined which iterations have run. */
    private static String run(Class<?> program, int seed) throws ReflectiveOperationException {
        Method method = program.getDeclaredMethod("run", Random.class);
        method.setAccessible(true);
        try {
            return String.valueOf(method.invoke(null, new Random(seed * 0x9E3779B97F4A7C15L)));
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException cause && !(cause instanceof IllegalStateException)) {
                return "! " + cause.getClass();
            }
            throw e;
        }
    }
}
