package org.rfaas.offload.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rfaas.offload.plan.Access;
import org.rfaas.offload.plan.Columns;
import org.rfaas.offload.woven.ArrayUse;
import org.rfaas.offload.woven.LoopBinding;
import org.rfaas.offload.woven.LoopDescriptor;

/** Which columns of a row need not travel to a worker, because every iteration writes them. */
final class WrittenColumnsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            for (int j = 1; j < w - 1; j++) { u[i][j] = z[i][j]; }             | j + 1        | 1 | 7
            for (int j = w - 1; j >= 0; j--) { u[i][j] = z[i][j]; }            | -j + w - 1   | 0 | 8
            for (int j = 0; j < u[i].length; j++) { u[i][j] = z[i][j]; }       | j            | 0 | 8
            for (int k = 0; k < 2; k++) { for (int j = 0; j < w; j++) { u[i][j] = k; } } | j  | 0 | 8
            for (int j = 0; j < 2; j++) { for (int k = 0; k < 4; k++) { u[i][4 * j + k] = 1; } } | k + 4*j | 0 | 8
            double[] row = u[2 * i + 1]; for (int j = 0; j < w; j++) { row[j] = i; } | j      | 0 | 8
            System.arraycopy(z[i], 0, u[i], 1, w - 2);                         | copied + 1   | 1 | 7
            System.arraycopy(u[i], 0, u[i], 1, w - 1);                         |              | 0 | 8
            System.arraycopy(z[i], 0, u[i], i, 2);                             |              | 0 | 8
            for (int j = 0; j < 2; j++) { for (int k = 0; k < w - 5; k++) { u[i][j * (w - 5) + k + 1] = 1; } } | w*j + k - 5*j + 1 | 1 | 7
            for (int j = 0; j < 2; j++) { System.arraycopy(x, 0, u[i], 2 + j * (w - 5), w - 5); } | w*j + copied - 5*j + 2 | 2 | 8
            u[i][2] = i; u[i][3] = 1;                                          | 2, 3         | 2 | 4
            for (int j = 1; j < w; j++) { u[i][j] = 1; } u[i][0] = 2;          |              | 0 | 8
            for (int j = 0; j < w; j++) { if (x[j] > 0) { u[i][j] = 1; } }     |              | 0 | 8
            for (int j = 0; j < w; j += 2) { u[i][j] = 1; }                    |              | 0 | 8
            for (int j = 0; j < i; j++) { u[i][j] = 1; }                       |              | 0 | 8
            for (int j = 0; j < w; j++) { u[i][(i + j) % 8] = 1; }             |              | 0 | 8
            for (int j = 1; j < w; j++) { u[i][j] = u[i][j - 1]; }             |              | 0 | 8
            for (int j = 0; j < w; j++) { u[2 * i][j] = 1; u[2 * i + 1][j] = 1; } |           | 0 | 8
            u[i][2] = i; u[i][4] = 1;                                          |              | 0 | 8
            """)
    void shouldBeKnownWhereTheyAreTheSameInEveryIteration(String body, String expected, int first, int end) {
        LoopDescriptor loop = weave(body);
        ArrayUse use = written(loop);
        assertThat(use.columns().stream().map(loop::describe).collect(Collectors.joining(", ")))
                .isEqualTo(expected == null ? "" : expected);
        assertThat(use.access()).isEqualTo(expected == null ? Access.UPDATE : Access.WRITE);
        assertThat(bind(loop, 8)).isEqualTo(new Bound(use.access(), new Columns(first, end)));
    }

    @ParameterizedTest
    @CsvSource({"2, UPDATE", "3, WRITE", "9, WRITE", "10, UPDATE"})
    void shouldTravelAfterAllWhereThereMayBeNoneOrSomeOutsideOfARow(int w, Access access) {
        LoopDescriptor loop = weave("for (int j = 1; j < w - 1; j++) { u[i][j] = z[i][j]; }");
        Columns columns = access == Access.WRITE ? new Columns(1, w - 1) : Columns.all(8);
        assertThat(bind(loop, w)).isEqualTo(new Bound(access, columns));
    }

    private static LoopDescriptor weave(String body) {
        String source = """
                class Rows {
                    static void loop(double[][] z, double[][] u, double[] x, int w, int n) {
                        for (@org.rfaas.offload.Offload int i = 0; i < n; i++) {
                            %s
                        }
                    }
                }
                """.formatted(body);
        WeaveResult result =
                Sources.weave(Sources.compile("Rows", source, "-g")).get("Rows");
        assertThat(result.refusals()).isEmpty();
        return result.loops().getFirst();
    }

    private static ArrayUse written(LoopDescriptor loop) {
        return loop.uses().stream()
                .filter(use -> use.access().writes())
                .findFirst()
                .orElseThrow();
    }

    /** What is written of rows of 8 elements. */
    private static Bound bind(LoopDescriptor loop, int w) {
        Object[] references = loop.arrays().stream()
                .map(array -> array.isRows() ? new double[20][8] : new double[20])
                .toArray();
        long[] scalars = loop.scalars().stream()
                .mapToLong(scalar -> scalar.name().equals("w") ? w : 5)
                .toArray();
        if (!(LoopBinding.of(loop, references, scalars, 0, 5) instanceof LoopBinding.Independent independent)) {
            throw new AssertionError("the loop would run in order");
        }
        return independent.uses().stream()
                .filter(use -> use.access().writes())
                .map(use -> new Bound(use.access(), use.columns()))
                .findFirst()
                .orElseThrow();
    }

    private record Bound(Access access, Columns columns) {}
}
