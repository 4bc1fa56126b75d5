package org.rfaas.offload.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rfaas.offload.woven.WovenLoop;

/** Iterations with generators of random numbers of their own draw on workers what they draw in Java. */
final class GeneratorsTest {
    private static final String SOURCE = """
            import java.util.*; import java.util.random.RandomGenerator;
            import org.rfaas.offload.Offload;
            public class Draws {
                static int inside(SplittableRandom random, int points) {
                    int inside = 0;
                    for (int p = 0; p < points; p++) {
                        double x = random.nextDouble(); double y = random.nextDouble();
                        if (x * x + y * y < 1) inside++;
                    }
                    return inside;
                }
                static double walk(long seed, int steps) {
                    Random random = new Random(seed);
                    double at = 0;
                    for (int s = 0; s < steps; s++) at += random.nextGaussian();
                    return at;
                }
                static void shuffle(int[] cards, long seed) {
                    Random random = new Random(seed);
                    for (int k = cards.length - 1; k > 0; k--) {
                        int other = random.nextInt(k + 1); int card = cards[k]; cards[k] = cards[other]; cards[other] = card;
                    }
                }
                static long mixed(long bits) { return new SplittableRandom(bits).nextLong(); }
                static SplittableRandom of(long seed, long row) { return new SplittableRandom(mixed(mixed(seed) + row)); }
                public static String made(double[] y) {
                    for (@Offload int i = 0; i < y.length; i++) { SplittableRandom g = of(3, i); y[i] = g.nextDouble() + g.nextInt(2, 7); }
                    return Arrays.toString(y);
                }
                public static String pi(double[] y) {
                    long inside = 0;
                    for (@Offload int i = 0; i < 60; i++) inside += inside(new SplittableRandom(7L + i), 50);
                    return "" + inside;
                }
                public static String walks(double[] y) {
                    for (@Offload int i = 0; i < y.length; i++) y[i] = walk(i * 31L, 20);
                    return Arrays.toString(y);
                }
                public static String twoInOne(double[] y) {
                    for (@Offload int i = 0; i < y.length; i++) {
                        SplittableRandom one = new SplittableRandom(i);
                        Random other = new Random(i % 3 == 0 ? one.nextLong() : 5);
                        for (int k = 0; k < 4; k++) {
                            if (one.nextBoolean()) y[i] += other.nextInt(3, 9) + one.nextInt(4) + other.nextFloat();
                        }
                    }
                    return Arrays.toString(y);
                }
                public static String either(double[] y) {
                    for (@Offload int i = 0; i < y.length; i++) {
                        RandomGenerator g = (i & 1) == 0 ? new Random(i) : new SplittableRandom(i);
                        y[i] = g.nextDouble() + g.nextLong(5);
                    }
                    return Arrays.toString(y);
                }
                public static String again(double[] y) {
                    for (@Offload int i = 0; i < y.length; i++) {
                        for (int k = 0; k < 3; k++) { SplittableRandom g = new SplittableRandom(i * 3 + k); y[i] += g.nextDouble(); }
                    }
                    return Arrays.toString(y);
                }
                public static String scratch(double[] y) {
                    for (@Offload int i = 0; i < y.length; i++) {
                        int[] cards = new int[9];
                        for (int k = 0; k < 9; k++) cards[k] = k;
                        shuffle(cards, i);
                        y[i] = cards[0] * 9 + cards[8];
                    }
                    return Arrays.toString(y);
                }
            }
            """;

    private final StripeRuntime runtime = new StripeRuntime(5);

    @AfterEach
    void uninstall() {
        WovenLoop.uninstall(runtime);
    }

    @ParameterizedTest
    @ValueSource(strings = {"made", "pi", "walks", "twoInOne", "either", "again", "scratch"})
    void shouldDrawTheSameNumbers(String method) throws Exception {
        Map<String, byte[]> classes = Sources.compile("Draws", SOURCE, "-g");
        Map<String, WeaveResult> woven = Sources.weave(classes);
        assertThat(woven.get("Draws").refusals()).isEmpty();
        WovenLoop.install(runtime);
        for (int run = 0; run < 5; run++) {
            assertThat(run(Sources.loadWoven(woven), method)).isEqualTo(run(Sources.load(classes), method));
        }
        assertThat(runtime.shared).isEqualTo(5);
        assertThat(runtime.failed).isZero();
    }

    private static Object run(ClassLoader loader, String method) throws ReflectiveOperationException {
        return loader.loadClass("Draws").getMethod(method, double[].class).invoke(null, (Object) new double[40]);
    }
}
