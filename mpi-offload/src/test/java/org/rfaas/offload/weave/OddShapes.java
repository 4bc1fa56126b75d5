package org.rfaas.offload.weave;

import java.util.Random;

/**
 * Parts of random loops that are written less often: conditions in which variables do not stand alone, inner loops with two ends
 * or none at their head, variables that wrap around, arrays of narrow types, objects that are null or of a class below, and
 * reductions of other types.
 */
final class OddShapes {
    /** What the parts call; goes with them once. */
    static final String HELPERS = """
            class Table { final double[] cells; Table(double[] cells) { this.cells = cells; }
                double at(int k) { return cells[200 + k]; }
                double twice(double v) { return v + v; }
                final double half(double v) { return v / 2; } }
            class Shifted extends Table { Shifted(double[] cells) { super(cells); }
                @Override double at(int k) { return super.at(k + 1); }
                double both(int k) { return at(k) + super.at(k); } }
            final class Tables {
                static Table of(double[] cells, int kind) {
                    return kind % 4 == 0 ? null : kind % 4 == 1 ? new Shifted(cells) : new Table(cells); }
                static double first(Table table, int k) { return table.at(k); }
                static double[] same(double[] a) { return a; }
                static int either(int[] a, boolean first, int one, int other) { return first ? one : other; }
                static double[] row(double[][] a, int r) { return a[r]; }
                static double sum(double... all) { double s = 0; for (double v : all) s += v; return s; }
            }
            """;

    private static final String OFFLOAD = "@org.rfaas.offload.Offload(reassociate = true) ";

    private final Random random;

    OddShapes(Random random) {
        this.random = random;
    }

    /** The head of the loop. */
    String header() {
        return switch (random.nextInt(8)) {
            case 0 -> "for (" + OFFLOAD + "int i = lo; i * " + any("2", "w") + " < hi; i++)";
            case 1 -> "for (" + OFFLOAD + "int i = lo; i " + any("+ 1", "- c", "/ 2", ">> 1") + " < hi; i++)";
            case 2 -> "for (" + OFFLOAD + "int i = hi; lo <= i; i -= 3)";
            case 3 -> "for (" + OFFLOAD + "int i = lo; i < Math.min(hi, n) + c; i++)";
            case 4 -> OFFLOAD + "int i = lo; int end = hi + c - w; while (i < end + w)";
            case 5 -> "for (" + OFFLOAD + "int i = lo - c; i < hi; i += 2)";
            case 6 -> "for (" + OFFLOAD + "int i = lo; i < lo + 1; i++)";
            default -> "for (" + OFFLOAD + "int i = lo + 2; i < (hi > n ? hi : n); i++)";
        };
    }

    /** What is before the loop: objects and arrays that its body may use. */
    String before() {
        String type = any("byte", "short", "char", "long", "float", "int");
        return "Table table = Tables.of(x, n); Shifted shifted = new Shifted(x); " + type + "[] v = new " + type
                + "[400]; for (int k = 0; k < 400; k++) v[k] = (" + type + ") (q[k % 50] * 77 - 99999); long seed = "
                + any(
                        "w",
                        "n",
                        "n - (5L << 32)",
                        "w - (5L << 32)",
                        "(7L << 32) + c",
                        "Long.MIN_VALUE + w",
                        "-1L - n",
                        "x.length")
                + ";";
    }

    /** What is after it, so that nothing that it changed is lost. */
    String after() {
        return "for (int k = 0; k < 400; k++) x[5600 + k] = v[k];";
    }

    /** Statements of the body. */
    String statements() {
        return "{ " + statement() + " }";
    }

    private String statement() {
        return switch (random.nextInt(10)) {
            case 0 -> narrow();
            case 1 -> object();
            case 2, 3 -> inner();
            case 4 -> wrapping();
            case 5 -> stepped();
            case 6 -> rows();
            case 7 -> inPlace();
            case 8 -> truncated();
            default -> twoInner();
        };
    }

    private String narrow() {
        String place = any("i", "2 * i", "2 * i + 1", "i + c", "399 - i", "i * c", "i * w");
        return "v[" + place + "] " + any("+= 3", "-= x[200 + i]", "*= 5", "/= 3", "= v[" + place + "]") + "; v[" + place
                + "]++; y[200 + i] = v[" + any(place, "0", "i % 7", "i + 1") + "];";
    }

    private String object() {
        String value = any(
                "table.at(i)",
                "table.twice(x[200 + i])",
                "table.half(i)",
                "shifted.both(i)",
                "shifted.twice(i)",
                "Tables.first(table, i)",
                "Tables.first(shifted, i) + shifted.both(i)",
                "Tables.sum(x[200 + i], i, w)",
                "Tables.same(x)[200 + i]");
        return any("y[200 + i] = ", "if (i > 4) y[200 + i] = ", "Tables.same(y)[200 + i * w] = ") + value + ";";
    }

    private String inner() {
        String text = "y[200 + i * " + any("w", "n", "30", "2 * w") + " + " + any("j", "j", "w - j", "j + c", "2 * j")
                + "] " + any("=", "=", "+=") + " x[200 + " + any("i", "j", "i + j") + "] * c;";
        return switch (random.nextInt(10)) {
            case 0 -> "for (int j = 0; j " + any("+ c", "- 1", "* 2", "+ i") + " < w; j++) " + text;
            case 1 -> "for (int j = 0; j < w && j < " + any("n", "c + 2", "i") + "; j++) " + text;
            case 2 -> "for (int j = 0; j < n && j < w; j++) " + text;
            case 3 -> "for (int j = 0; j < w; ) { " + any("j++; " + text, text + " j++;", text + " j += 2;") + " }";
            case 4 -> "int j = 0; do { " + text + " j++; } while (j < w);";
            case 5 ->
                "int j = 0, m = 0; while (true) { while (j < w) { " + text + " j++; } if (++m > 2) break; j = m; }";
            case 6 ->
                "out: for (int j = 0; j < w; j++) { for (int m = 0; m < 3; m++) { if (x[200 + j + m] > 0.9) "
                        + any("continue out;", "break out;", "break;") + " " + text + " } }";
            case 7 -> "for (int j = 0, m = w; j " + any("<", "<=") + " m; j++, m--) { " + text + " }";
            case 8 -> "int m = i * w; for (int j = 0; j < w; j++) { y[200 + m] = j; m++; }";
            default -> "for (long k = 0; k < w; k++) { int j = (int) k; " + text + " }";
        };
    }

    private String twoInner() {
        String split = any("c", "1", "w - 1", "w", "n");
        return "for (int j = 0; j < " + split + "; j++) y[200 + i * w + j] = j; for (int j = " + split
                + "; j < w; j++) y[200 + i * w + j] = " + any("-j", "x[200 + j]", "y[200 + i * w + j] + 1") + ";";
    }

    private String wrapping() {
        return switch (random.nextInt(4)) {
            case 0 -> "int k = Integer.MAX_VALUE; k++; for (int j = k; j < k + w; j++) y[200 + i * w + j - k] = j;";
            case 1 ->
                "int k = Integer.MIN_VALUE; k -= 1; y[200 + i * 4] = 1; for (int j = 0; j < k; j++) { if (j > 2) break;"
                        + " y[200 + i * 4 + j] = 2; }";
            case 2 -> "long k = i + Integer.MAX_VALUE; y[200 + (int) (k - Integer.MAX_VALUE)] = 1;";
            default -> "int k = c << 30; y[200 + i + k * 4] = " + any("k", "y[200 + i + (k << 2)] + 1") + ";";
        };
    }

    /** {@code long}s and {@code int}s made of each other, which may lose their upper half. */
    private String truncated() {
        String cut = any("(int) seed", "(int) (seed + c)", "(int) (seed * w)", "(int) (3L * seed - i)");
        return switch (random.nextInt(9)) {
            case 0 -> "int k = (int) (i * 2654435761L); y[200 + i] = (k >>> 16) + " + cut + ";";
            case 1 -> "int k = " + cut + "; y[200 + i * w + k] = k;";
            case 2 -> "int k = " + cut + "; for (int j = 0; j < k; j++) { if (j > w) break; y[200 + i * w + j] = j; }";
            case 3 -> "int k = " + cut + "; for (int j = k; j < k + w; j++) y[200 + i * w + j] = j;";
            case 4 ->
                "int k = " + cut + "; for (int j = 0; j < w; j++) { if (j == k) break; y[200 + i * w + j] += j; }";
            case 5 -> "System.arraycopy(x, 200 + i, y, 200 + i * w, " + cut + ");";
            case 6 ->
                "long m = " + any("i * 1103515245 + 12345", "i * 1073741824", "c * i * 715827883", "(i << 30) + w")
                        + "; for (int j = 0; j < m" + any("", " - i", " + (c << 31)")
                        + "; j++) { if (j > 2) break; y[200 + i * 4 + j] = j; }";
            case 7 -> "y[200 + i + (int) ((long) (i * 1073741824) * 4 + " + any("0", "c", "seed") + ")] = i;";
            default ->
                "long m = (long) (n << 30) - (long) (w << 30); for (int j = 0; j < m; j++) { if (j > 2) break; y[200 + i * 2 + j] = "
                        + cut + "; }";
        };
    }

    /** Neighbours that only some iterations write. */
    private String stepped() {
        String there = any("i - 1", "i + 1", "i + 2", "i - w", "i + n", "2 * i", "n - i", "5");
        return "y[200 + i] = y[200 + " + there + "] + " + any("1", "y[200 + i]", "y[200 + " + there + "]") + ";";
    }

    private String rows() {
        return switch (random.nextInt(6)) {
            case 0 ->
                "double[] r = u[i], r2 = z[i + 1]; if (i % 2 == 0) { double[] r3 = r; r = r2; r2 = r3; } y[200 + i] = r[1] + r2[2];";
            case 1 -> "Tables.row(u, i)[" + any("c", "3", "w") + "] = Tables.row(z, i + 1)[1];";
            case 2 ->
                "double[] r = u[i]; for (int j = 1; j < r.length; j++) { double v2 = r[j]; int k = j - 1;"
                        + " while (k >= 0 && r[k] > v2) { r[k + 1] = r[k]; k--; } r[k + 1] = v2; }";
            case 3 ->
                "double own = 0; for (double v2 : z[" + any("i", "i + n", "c") + "]) own += v2; y[200 + i] = own;";
            case 4 -> "double[] r = u[q[i & 31] % 7 - " + any("0", "1") + "]; if (x[200 + i] > 0.5) y[200 + i] = r[1];";
            default ->
                "for (int j = 0; j < u[i].length; j++) y[200 + i * u[0].length + j] = u[i][u[i].length - 1 - j];";
        };
    }

    private static String inPlace() {
        return "double old = y[200 + 2 * i]; y[200 + 2 * i] = y[201 + 2 * i]; y[201 + 2 * i] = old;";
    }

    /** What is before the loop, in its body, and returned. */
    String[] reduction() {
        return switch (random.nextInt(8)) {
            case 0 ->
                of(
                        "boolean s = true, b = false;",
                        "s &= q[i & 31] > 9; b |= q[i & 31] > 5900; b ^= false;",
                        "s ? b ? 3 : 2 : b ? 1 : 0");
            case 1 -> of("boolean s = c > 1;", "s ^= (q[i & 31] & 1) == 0;", "s ? 1 : 0");
            case 2 ->
                of(
                        "long s = n;",
                        "for (int m = 0; m < i % 4; m++) s " + any("+=", "*=", "^=", "&=", "|=", "-=") + " q[m] | i;",
                        "s");
            case 3 -> of("int s = c;", "s = q[i & 31] + s++;", "s");
            case 4 ->
                of(
                        "int s = c, b = 9;",
                        "s = Math.max(q[i & 31], Math.max(s, i)); b = Math.min(b, q[i & 31]);",
                        "s * 31L + b");
            case 5 -> lookedAt();
            case 6 -> running();
            default -> of("long s = c;", "s = x[200 + i] > 0.5 ? s + i : s - q[i & 31];", "s");
        };
    }

    /** What the reduction has got to decides what is written, on some ways of control. */
    private String[] lookedAt() {
        String seen = any(
                "ranks[100 + i] = isIn ? s : 0;",
                "ranks[100 + i] = isIn ? 2 : s + i;",
                "if ((isIn ? s : 0) > 7) ranks[100 + i] = 1;",
                "ranks[100 + i] = q[(isIn ? s : 0) & 31];",
                "for (int m = 0; m < (isIn ? s & 7 : i & 3); m++) ranks[100 + i] += m;",
                "ranks[100 + i] = Tables.either(q, isIn, s, 0);",
                "ranks[100 + i] = Math.max(isIn ? 1 : s, 3);",
                "ranks[100 + i] = switch (i & 3) { case 0 -> s; case 1 -> 5; default -> s - 1; };",
                "s += isIn ? s : 1;",
                "s = isIn ? s + 1 : i;",
                "b = isIn ? b + i : s;");
        return of(
                "int s = c, b = w; int[] ranks = new int[300];",
                "boolean isIn = x[200 + i] > 0.5; if (isIn) s++; b += 2; " + seen,
                "java.util.Arrays.hashCode(ranks) * 31L + s + b");
    }

    /** An index that moves along with the loop's, or nearly so. */
    private String[] running() {
        String move = any("at++;", "at++;", "at += 2;", "at += 6;", "at -= 2;");
        String body = any(
                "runs[at] = i; " + move,
                move + " runs[at] = i + at;",
                "runs[at++] = i;",
                "runs[--at] = q[i & 31];",
                "if (isIn) runs[at] = i; " + move,
                "runs[at] += q[at & 31]; " + move,
                "runs[at] = i; runs[at + 1] = at; at += 2;",
                "at += 3; runs[at - 1] = i; runs[at] ^= at; if (isIn) runs[at + 1]++;",
                "runs[900 - at] = i; " + move,
                "runs[300 + i] = at; " + move,
                "runs[at - i + 300 + 2 * i] = at; " + move,
                "for (int m = 0; m < 2; m++) runs[2 * at + m] = i; " + move,
                "for (int m = at; m < at + 2; m++) runs[2 * m] = i; " + move,
                "s += 7L * at; " + move,
                "int big = at + Integer.MAX_VALUE - 400; long wide = big; runs[at] = (int) (wide >> 3); " + move,
                "int far = at << 30; runs[300 + i + far * 4] = far; " + move,
                "s += isIn ? at : 1; b = Math.max(b, at); " + move,
                "System.arraycopy(q, 0, runs, 3 * at, 3); " + move,
                // and such that are none
                "if (isIn) runs[at++] = i;",
                "if (isIn) at++; else at++; runs[at] = i;",
                "if (isIn) at++; runs[at] = i; " + move,
                "for (int m = 0; m < 2; m++) runs[at++] = m;",
                "runs[at] = i; at += c;");
        return of(
                "long s = 0; int b = w, at = " + any("c + 200", "300", "n", "2 * lo + 200")
                        + "; int[] runs = new int[1000];",
                "boolean isIn = x[200 + i] > 0.5; " + body,
                "java.util.Arrays.hashCode(runs) * 31L + s + b" + any("", " + 7L * at"));
    }

    private static String[] of(String before, String body, String result) {
        return new String[] {before, body, "return " + result + ";"};
    }

    private String any(String... options) {
        return options[random.nextInt(options.length)];
    }
}
