package org.rfaas.offload.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Classes that an iteration would initialise: loops are refused if anybody could see that it happens elsewhere, or not at all.
 * Those that are accepted are among the strange loops.
 */
final class ClassInitialisationTest {
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            { static double k = Double.parseDouble("3"); } | if (n < 0) y[i] *= Lazy.k; else y[i] += 1; | 'k' is of Loops$Lazy, whose static initialiser does more than compute values (it calls java.lang.Double.parseDouble); read it into a local variable before the loop
            { static { g = 7; } static double f(double v) { return v; } } | y[i] = Lazy.f(x[i]) + g; | Loops$Lazy.f is a method of Loops$Lazy, whose static initialiser does more than compute values (it assigns field 'g' of Loops); move the method to a class without such an initialiser
            { static double k = 3; static { t = new double[9]; } } | y[i] = t[i] + Lazy.k; | (it assigns field 't' of Loops)
            { static { t[0] = 9; } static double f(double v) { return v; } } | y[i] = Lazy.f(x[i]); | (it reads field 't' of Loops, which may change)
            { static { g++; } static double at(double[] x, int i) { return x[i]; } } | y[i] = Lazy.at(x, i); | Loops$Lazy.at is a method of
            { static { g++; } static double f(double v) { return v; } } static class Caller { static double f(double v) { return Lazy.f(v); } } | y[i] = Caller.f(x[i]); | Loops$Lazy.f is a method of
            { static { g++; } static double at(double[] x, int i) { return x[i]; } } static class Caller { static double at(double[] x, int i) { return Lazy.at(x, i); } } | y[i] = Caller.at(x, i); | Loops$Lazy.at is a method of
            { static { g++; } static final double[] TAB = t; static double f(double[] x, int i) { return x[i] * TAB[0]; } } | y[i] = Lazy.f(x, i); | Loops$Lazy.f is a method of
            extends Noted { static double f(double v) { return v; } } | y[i] = Lazy.f(x[i]); | (that of Noted reads field 'g' of Loops, which may change)
            extends Noted { } | y[i] = Lazy.k; | 'k' is of Noted, whose static initialiser
            implements Parts { static double f(double v) { return v; } } | y[i] = Lazy.f(x[i]); | (that of Parts makes a java.util.Random)
            implements Parts { } | y[i] = Lazy.K; | 'K' is of Parts
            { static final Lazy IT = new Lazy(); double v; } | y[i] = Lazy.IT.v; | 'IT' is of Loops$Lazy, whose static initialiser does more than compute values (it makes a Loops$Lazy)
            { static final Lazy IT = new Lazy(); static int count; double v; double at(int i) { return v + count; } } | y[i] = Lazy.IT.at(i); | 'IT' is of Loops$Lazy
            { static double k = Noted.K; } | y[i] = Lazy.k; | (it reads field 'K' of Noted, whose initialiser does more than that)
            { static double k = SEED; } | y[i] = Lazy.k; | (it reads field 'SEED' of Loops, whose initialiser does more than that)
            { static double k = Named.f(2); } | y[i] = Lazy.k; | (it calls Named.f, whose class's initialiser does more than that)
            { static Object o = System.out; static double k; } | y[i] = Lazy.k; | (it reads field 'out' of java.lang.System, which may change)
            { static int z, k; static { if (z == 0) throw new IllegalStateException(); } } | y[i] = Lazy.k; | (it makes a java.lang.IllegalStateException)
            { static double k = half(3); static double half(int v) { if (v < 0) throw null; return v * 0.5; } } | y[i] = Lazy.k; | (it calls Loops$Lazy.half, which throws an exception)
            { static final double[] TAB = Tables.T; static { TAB[0] = 9; } static double f(double v) { return v; } } | y[i] = Lazy.f(x[i]); | (it reads field 'T' of Tables, which may change)
            { static double k = Math.random(); } | y[i] = Lazy.k; | (it calls java.lang.Math.random)
            { static Runnable r = () -> {}; static double k; } | y[i] = Lazy.k; | (it uses invokedynamic)
            { } | y[i] = Round.A; | whose initialiser does more than that
            """)
    void shouldRefuseWhatCanBeSeen(String lazy, String body, String message) {
        String source = """
                import org.rfaas.offload.Offload;
                class Loops {
                    static int g; static double[] t = {1, 2}; static final int SEED = new java.util.Random(3).nextInt();
                    static class Lazy %s
                    void m(double[] y, double[] x, int n) { for (@Offload int i = 0; i < n; i++) { %s } }
                }
                class Noted { static { Loops.g++; } static double k = 2; static final double K = Math.sqrt(k); static double f(double v) { return v; } }
                class Named { static final String NAME = "a".trim(); static double f(double v) { return Noted.f(v); } }
                class Tables { static final double[] T = {1, 2}; }
                interface Parts { double K = new java.util.Random(3).nextDouble(); default void part() {} }
                class Round { static final double A = Math.abs(Square.A), B = Math.abs(2.5); }
                class Square { static final double A = Math.abs(Round.B); }
                """.formatted(lazy, body);
        Map<String, byte[]> classes = Sources.compile("Loops", source, "-g");
        assertThat(Sources.weave(classes).get("Loops").refusals())
                .singleElement()
                .satisfies(refusal -> {
                    assertThat(refusal.message()).contains(message);
                    assertThat(refusal.line()).isEqualTo(5);
                });
    }
}
