package org.rfaas.offload.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Loops with very many accesses, as generators write them, are woven in seconds. */
@Timeout(60)
final class LargeLoopsTest {
    @Test
    void shouldWeaveManyInnerLoops() {
        requireWoven("int w = Math.min(8, x.length); for (@Offload int i = 0; i < 9; i++) { "
                + repeat(300, _ -> "for (int j = 0; j < w; j++) y[i * 8 + j] += j;") + " }");
    }

    @Test
    void shouldWeaveManyReadsAmongWrites() {
        requireWoven("for (@Offload int i = 0; i < 9; i++) { "
                + repeat(600, k -> "y[i * 3000 + %d] += y[i * 3000 + %d];".formatted(k, k + 1)) + " }");
    }

    @Test
    void shouldWeaveASmallLoopInALargeMethod() {
        requireWoven("for (@Offload int i = 0; i < 9; i++) y[i] += x[i]; " + repeat(5000, _ -> "y[3] += x[7];"));
    }

    @Test
    void shouldWeaveANumberThatIsSquaredAgainAndAgain() {
        requireWoven("for (@Offload int i = 0; i < 9; i++) { int h = i + 1; long g = h; "
                + repeat(40, _ -> "h = h * h; g = g * g;") + " y[i] = h + g; }");
    }

    private static String repeat(int times, IntFunction<String> statement) {
        return IntStream.range(0, times).mapToObj(statement).collect(Collectors.joining(" "));
    }

    private static void requireWoven(String statements) {
        String source = "class Large { static void m(double[] x, double[] y) { %s } }".formatted(statements);
        Map<String, byte[]> classes = Sources.compile("Large", "import org.rfaas.offload.Offload; " + source);
        WeaveResult result = Sources.weave(classes).get("Large");
        assertThat(result.refusals()).isEmpty();
        assertThat(result.isWoven()).isTrue();
    }
}
