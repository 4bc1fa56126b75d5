package org.rfaas.offload.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rfaas.offload.woven.ArrayParameter;
import org.rfaas.offload.woven.WovenLoop;

/** Methods of objects of another package, put in place of their calls: what they name the class with the loop must see, too. */
final class CalledObjectsTest {
    private static final String STORE = """
            package store;
            public class Store extends Hidden {
                protected double[] values = {1, 2, 3, 4};
                protected static double scale = 3;
                public final Box box = new Box();
                public final double protectedAt(int i) { return values[i]; }
                public final double hiddenAt(int i) { return box.v[i]; }
                public double at(int i) { return publicValues[i]; }
                public static double scaled(double[] y, int i) { return y[i] * scale; }
            }
            class Hidden {
                public double[] publicValues = {5, 6, 7, 8};
                public double hiddenMethod(int i) { return i; }
                public double inherited(int i) { return publicValues[i]; }
            }
            final class Box { public double[] v = {1, 2, 3, 4}; }
            """;
    private final StripeRuntime runtime = new StripeRuntime(3);

    @AfterEach
    void uninstall() {
        WovenLoop.install(null);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            s.protectedAt(i) | field 'values' of Store, which is not visible here
            s.hiddenAt(i) | field 'v' of Box, which is not visible here
            s.inherited(i) | field 'publicValues' of Hidden
            store.Store.scaled(y, i) + y[i] * s.protectedAt(0) | field 'values' of Store
            """)
    void shouldRefuseFieldsThatTheClassWithTheLoopMayNotRead(String expression, String message) {
        Map<String, WeaveResult> woven = Sources.weave(compile(expression));
        assertThat(woven.get("User").refusals())
                .singleElement()
                .satisfies(refusal -> assertThat(refusal.message()).contains(message));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            protectedAt(i)
            store.Store.scaled(y, i) + 1
            s.hiddenMethod(i)
            s.at(i)
            """)
    void shouldReadWhatJavaLetsItRead(String expression) throws Exception {
        Map<String, byte[]> classes = compile(expression);
        assertThat(run(Sources.loadWoven(Sources.weave(classes)))).isEqualTo(run(Sources.load(classes)));
        assertThat(runtime.shared).isPositive();
    }

    @Test
    void shouldRefuseMethodsOfTwoClassesOfOneObject() {
        Map<String, byte[]> classes = Sources.compile("Two", """
                import org.rfaas.offload.Offload;
                class Two extends One {
                    @Override double at(int i) { return 2 * i; }
                    double other(int i) { return i; }
                    static double help(One one, int i) { return one.at(i); }
                    static void go(Two t, double[] y) {
                        for (@Offload int i = 0; i < y.length; i++) y[i] = help(t, i) + t.other(i);
                    }
                }
                class One { double at(int i) { return i; } }
                """);
        assertThat(Sources.weave(classes).get("Two").refusals())
                .singleElement()
                .satisfies(refusal -> assertThat(refusal.message())
                        .contains("called as those of One and of Two, which may differ", "declare it with one type"));
    }

    private static Map<String, byte[]> compile(String expression) {
        String user = """
                import org.rfaas.offload.Offload;
                class User extends store.Store {
                    static double[] run(User u, store.Store s) { return u.go(s, new double[4]); }
                    double[] go(store.Store s, double[] y) {
                        for (@Offload int i = 0; i < 4; i++) y[i] = %s;
                        return y;
                    }
                }
                """.formatted(expression);
        return Sources.compile(Map.of("store.Store", STORE, "User", user), "-g");
    }

    @Test
    void shouldNameArraysOfOneNameWithTheirObjects() {
        String source = """
                import org.rfaas.offload.Offload;
                class Chain {
                    double[] d; double[] e; Chain next;
                    static void run(Chain a, Chain b, double[] e, int n) {
                        for (@Offload int i = 0; i < n; i++) a.next.d[i] = b.d[i] + b.e[i] + e[i] + a.next.d.length;
                    }
                }
                """;
        assertThat(Sources.weave(Sources.compile("Chain", source, "-g"))
                        .get("Chain")
                        .loops()
                        .getFirst()
                        .arrays())
                .extracting(ArrayParameter::name)
                .containsExactly("a.next.d", "b.d", "b.e", "e");
    }

    private double[] run(ClassLoader loader) throws ReflectiveOperationException {
        WovenLoop.install(runtime);
        Class<?> user = loader.loadClass("User");
        Class<?> store = loader.loadClass("store.Store");
        var constructor = user.getDeclaredConstructor();
        constructor.setAccessible(true);
        var method = user.getDeclaredMethod("run", user, store);
        method.setAccessible(true);
        return (double[]) method.invoke(
                null, constructor.newInstance(), store.getConstructor().newInstance());
    }
}
