package org.rfaas.offload.weave;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Makes random loops, mostly such that may be offloaded for some values and not for others: overlapping stripes, triangular
 * and empty inner loops, flattened ranges, steps, rows, fields, calls that read and write arrays, copies of ranges, wrapping
 * indices, divisions by zero, and {@link OddShapes}.
 */
final class LoopGenerator {
    /** What the loops call; goes with them once. */
    static final String HELPERS = """
            final class Box { final double[] data; final int width; Box(double[] d, int w) { data = d; width = w; }
                    double at(int r, int c) { if (c < 0 || c >= width) throw new IllegalArgumentException("no " + c);
                        return data[200 + r * width + c]; } }
            final class Calls {
                static double twice(double v) { return v + v; }
                static double drawn(int k) { var random = new java.util.Random(k); random.nextInt();
                    return random.nextInt(1 << 20) * 0x1p-20; }
                static int at(int row, int width, int column) { return row * width + column; }
                static double pick(double[] a, int k) { return a[200 + k]; }
                static void close(int[] q) { q[49] += 7; }
                static void put(double[] a, int from, int count, double v) {
                    for (int k = 0; k < count; k++) a[from + k] = v + k; }
            }
            """ + OddShapes.HELPERS;

    private final Random random;
    private final OddShapes odd;

    LoopGenerator(long seed) {
        random = new Random(seed);
        odd = new OddShapes(random);
    }

    /** A class with one loop in {@code run}. */
    String next(String className) {
        List<String> body = new ArrayList<>();
        boolean hasLocal = chance(0.3);
        if (hasLocal) {
            body.add("double t = x[200 + i] * c;");
        }
        boolean isOdd = chance(0.35);
        if (isOdd) {
            body.add(odd.statements());
        } else if (chance(0.12)) {
            body.add("double[] tmp = new double[4]; tmp[i & 3] = i; tmp[0] += x[200 + i];");
            body.add("y[200 + i * w] = tmp[1] + tmp[0];");
        } else if (chance(0.1)) {
            body.add(flattened());
        } else if (chance(0.2)) {
            body.add(copy());
        } else if (chance(0.35)) {
            body.add(statement(List.of("i"), hasLocal));
        } else if (chance(0.2)) {
            body.add(rows());
        } else {
            body.add(inner(hasLocal));
        }
        String before = "";
        String after = "return 0;";
        if (chance(0.35)) {
            String[] parts = chance(0.4) ? odd.reduction() : reduction();
            before = parts[0];
            body.add(parts[1]);
            after = parts[2];
        }
        String header = chance(0.2) ? odd.header() : header();
        if (header.contains("while (")) {
            body.add("i++;");
        }
        if (isOdd) {
            before = odd.before() + " " + before;
            after = odd.after() + " " + after;
        }
        return "class " + className + " {\n"
                + "static long run(double[] x, double[] y, double[][] z, double[][] u, int[] q, int n, int w, int c, int lo,"
                + " int hi) {\n    Box box = new Box(x, w); " + before + "\n    "
                + around(header + " {\n        " + String.join("\n        ", body) + "\n    }") + "\n    " + after
                + "\n}\n}\n";
    }

    /** What a loop is in; an exception is passed on, for then it is not defined which iterations have run. */
    private String around(String loop) {
        return switch (random.nextInt(20)) {
            case 0 ->
                "try { " + loop
                        + " } catch (RuntimeException e) { throw new IllegalStateException(\"\" + e.getClass()); }";
            case 1 -> "try { " + loop + " } finally { Calls.close(q); }";
            case 2 -> "synchronized (q) { " + loop + " }";
            case 3 ->
                "try (AutoCloseable door = () -> Calls.close(q)) { " + loop
                        + " } catch (Exception e) { throw new IllegalStateException(\"\" + e.getClass()); }";
            default -> loop;
        };
    }

    private String header() {
        String offload = "@org.rfaas.offload.Offload(reassociate = true) ";
        return switch (random.nextInt(14)) {
            case 0 -> "for (" + offload + "int i = hi - 1; i >= lo; i--)";
            case 1 -> "for (" + offload + "int i = hi; i > lo; i -= 2)";
            case 2 -> "for (" + offload + "int i = lo; i < hi; i += 3)";
            case 3 -> "for (" + offload + "int i = lo; i <= hi; i++)";
            case 4 -> "for (" + offload + "int i = lo; hi > i; i++)";
            case 5 -> "for (" + offload + "int i = lo; i < (long) hi + n; i += 2)";
            case 6 -> "for (" + offload + "int i = lo; i < hi; i = i + 1)";
            default -> "for (" + offload + "int i = lo; i < hi; i++)";
        };
    }

    private String read(List<String> variables) {
        String v = any(variables.toArray(String[]::new));
        int offset = random.nextInt(7) - 3;
        return switch (random.nextInt(16)) {
            case 0, 1 -> "x[200 + " + v + " + " + offset + "]";
            case 2 -> "x[200 + 2 * " + v + " + " + offset + "]";
            case 3 -> "x[200 + i * w + " + v + " + " + offset + "]";
            case 4 -> "x[Math.abs(" + v + " * 7 + " + offset + ") % 999]";
            case 5 -> "x[q[Math.abs(" + v + ") % 50]]";
            case 6 -> "x[(int) (200L + (long) " + v + " * w + " + offset + ")]";
            case 7 -> "x[200 + i * 1073741824 * 4 + " + v + "]";
            case 8 -> "Calls.pick(x, " + v + " + " + offset + ")";
            case 9 -> "Calls.twice(x[200 + (" + v + " << 1)])";
            case 10 -> "box.at(i, " + v + " % 3)";
            case 11 -> "(x[" + v + "] + x[" + v + " + " + (offset + 3) + "])";
            case 12 -> "Calls.drawn(" + v + " + " + offset + ")";
            case 13 -> "new java.util.SplittableRandom(" + v + ").nextInt(1 << 20) * 0x1p-20";
            case 14 -> "z[Math.min(" + v + ", 20)][" + (offset + 3) + "]";
            default -> "(q[Math.abs(" + v + ") % 50] / (" + v + " - " + (40 + offset) + "))";
        };
    }

    private String expression(List<String> variables) {
        StringBuilder text = new StringBuilder(read(variables));
        for (int k = random.nextInt(3); k > 0; k--) {
            text.insert(0, '(')
                    .append(any(" + ", " - ", " * "))
                    .append(read(variables))
                    .append(')');
        }
        return text.toString();
    }

    private String target(List<String> variables) {
        int c = random.nextInt(4);
        List<String> options = new ArrayList<>(
                List.of("i", "i + " + c, "i * w", "2 * i", "2 * i + 1", "i * w + " + c, "i * c", "i + n", "3 * n - i"));
        if (variables.size() > 1) {
            String j = variables.getLast();
            for (int k = 0; k < 6; k++) {
                options.add("i * w + " + j);
            }
            options.addAll(List.of(
                    "i * w + " + j + " + " + c,
                    "i * n + " + j,
                    "Calls.at(i, w, " + j + ")",
                    "i * w + 2 * " + j,
                    "i * w + w - 1 - " + j,
                    "i * c + " + j,
                    j + " * n + i",
                    j));
        }
        return "200 + " + any(options.toArray(String[]::new));
    }

    private String statement(List<String> variables, boolean hasLocal) {
        String value = expression(variables) + (hasLocal ? " + t" : "");
        if (chance(0.06)) {
            value = value + " + y[" + target(variables) + "]";
        }
        String text = "y[" + target(variables) + "] " + any("=", "=", "=", "+=") + " " + value + ";";
        return switch (random.nextInt(20)) {
            case 0, 1, 2 -> "if (x[200 + i] > 0.5) " + text;
            case 3 -> "if (i % " + (2 + random.nextInt(2)) + " == 0) continue; " + text;
            case 4 -> text + " if (x[200 + i] < 0.1) y[" + target(variables) + "] = 3;";
            case 5 -> "Calls.put(y, " + target(variables) + ", " + any("c", "w", "2") + ", x[200 + i]);";
            case 6 -> "switch (i % 3) { case 0: " + text + " break; case 1: break; default: " + text + " }";
            default -> text;
        };
    }

    private String inner(boolean hasLocal) {
        String from = any("0", "0", "1", "c", "i % 3", "i * w", "i");
        String to = any("w", "w", "w - 1", "n", "i", "i + 1", "c", "Math.min(w, n)", "(i + 1) * w", "x.length - 5970");
        String step = any("j++", "j++", "j++", "j += 2", "j = j + 1");
        String text = statement(List.of("i", "j"), hasLocal);
        if (chance(0.1)) {
            text += " if (j > 3) break;";
        }
        if (hasLocal && chance(0.1)) {
            text += " t += 1;";
        }
        String loop = switch (random.nextInt(8)) {
            case 0 ->
                "int j; for (j = " + from + "; j < " + to + "; " + step + ") { " + text + " }"
                        + (chance(0.6) ? " y[200 + i * w + j] = 1;" : "");
            case 1 -> "for (int j = " + to + " - 1; j >= " + from + "; j--) { " + text + " }";
            case 2 -> "for (int k = 0; k < 2; k++) for (int j = " + from + "; j < " + to + "; j++) { " + text + " }";
            case 3 -> "int j = " + from + "; while (j < " + to + ") { " + text.replace("continue", "break") + " j++; }";
            default -> "for (int j = " + from + "; j < " + to + "; " + step + ") { " + text + " }";
        };
        return chance(0.2) ? loop.replace(" j", " j") + " " + statement(List.of("i"), hasLocal) : loop;
    }

    /** Two inner loops over one range, in which the step of the one is the length of the other, a sum. */
    private String flattened() {
        String width = any("w", "w - 1", "w + 1", "w - c", "c + 1");
        String place = "j * (" + width + ") + k";
        String target = chance(0.6)
                ? "y[200 + i * " + any("3 * w", "40", "c * w", "w") + " + " + place + "]"
                : "u[" + any("i", "2 * i") + "][" + any("", "1 + ", "c + ") + place + "]";
        return "for (int j = 0; j < " + any("2", "3", "c") + "; j++) for (int k = 0; k < " + width + "; k++) " + target
                + " = x[200 + i] + k;";
    }

    private String rows() {
        String row = any("i", "i + 1", "2 * i", "i / 2", "n");
        String column = any("j", "j + 1", "j", "7 - j", "i");
        String value = any("z[i][j]", "z[i + 1][j] + z[i][j]", "u[i][j] * 2", "x[200 + i] + z[n][j]", "z[j][i % 8]");
        String from = any("0", "0", "1", "c");
        String bound = any("8", "u[i].length", "z[0].length", "w", "c + 3", "7");
        String step = any("j++", "j++", "j++", "j++", "j += 2");
        String text = chance(0.3)
                ? "double[] r = u[" + row + "]; r[" + column + "] = " + value + ";"
                : "u[" + row + "][" + column + "] = " + value + ";";
        if (chance(0.15)) {
            text = any("if (x[200 + i + j] > 0.5) { " + text + " }", text + " if (x[200 + j] < 0.1) break;");
        }
        if (chance(0.15)) {
            int first = random.nextInt(4);
            return "u[" + row + "][" + first + "] = x[200 + i]; " + "u[" + row + "][" + (first + 1 + random.nextInt(2))
                    + "] = z[i][" + first + "];";
        }
        return "for (int j = " + from + "; j < " + bound + "; " + step + ") { " + text + " }";
    }

    private String copy() {
        boolean isInner = chance(0.3);
        List<String> variables = isInner ? List.of("i", "j") : List.of("i");
        String length = any("w", "w", "w", "c", "3", "8", "1", "0", "i", "w - 1", "c - 1", "n - i", "q[i] & 3");
        String text = switch (random.nextInt(5)) {
            case 0 -> copyOf(readRange(), "y, " + target(variables), length);
            case 1 -> copyOf("y, " + target(variables), "y, " + target(variables), length);
            case 2 -> copyOf(readRange(), writtenRow(), length);
            default -> throughScratch(variables, length);
        };
        return isInner ? "for (int j = 0; j < c; j++) { " + text + " }" : text;
    }

    private String throughScratch(List<String> variables, String length) {
        String to = chance(0.7) ? "y, " + target(variables) : writtenRow();
        String reading = copyOf(readRange(), "own, " + any("0", "0", "2", "c"), length);
        String between = any(
                "", "own[1] += i;", "System.arraycopy(own, 0, own, 1, 9);", "for (int k = 0; k < 9; k++) own[k] *= 2;");
        String writing = copyOf("own, " + any("0", "0", "1"), to, chance(0.8) ? length : "c");
        return "double[] own = new double[40]; " + reading + " " + between + " "
                + (chance(0.2) ? "y[" + target(variables) + "] = own[2] + own[0];" : writing);
    }

    private String readRange() {
        return switch (random.nextInt(8)) {
            case 0 -> "x, " + any("x.length - w", "q[i]", "-1", "i * i");
            case 1 -> "z[" + any("i", "i + 1", "n", "q[i] % 100") + "], " + any("0", "0", "1", "8", "c");
            case 2 -> "u[" + any("i", "n") + "], " + any("0", "1");
            case 3 -> "box.data, 200 + i";
            default -> "x, 200 + " + any("i", "i * w", "2 * i + c", "i * w - 2", "n");
        };
    }

    private String writtenRow() {
        return "u[" + any("i", "i", "i + 1", "2 * i", "n") + "], " + any("0", "0", "1", "8", "c");
    }

    private static String copyOf(String from, String to, String length) {
        return "System.arraycopy(" + from + ", " + to + ", " + length + ");";
    }

    private String[] reduction() {
        return switch (random.nextInt(8)) {
            case 0 -> new String[] {"double s = 1;", "s += x[200 + i];", "return Double.doubleToLongBits(s);"};
            case 1 -> new String[] {"long s = 5;", "if (x[200 + i] > 0.5) s += 2;", "return s;"};
            case 2 ->
                new String[] {"double s = 0;", "s = Math.max(s, x[200 + i]);", "return Double.doubleToLongBits(s);"};
            case 3 ->
                new String[] {"int s = 1; int b = 0;", "s *= q[i % 50 < 0 ? 0 : i % 50]; b ^= i;", "return s + b;"};
            case 4 ->
                new String[] {
                    "float s = 9; int kk = 0;",
                    "s = Math.min((float) x[200 + i], s); kk++;",
                    "return (long) (s * 1e6) + kk;"
                };
            case 5 -> new String[] {"double s = 0;", "s = x[200 + i];", "return (long) s;"};
            case 6 ->
                new String[] {
                    "int s = " + any("0", "1", "4", "c") + "; boolean all = true;",
                    "if (x[200 + i] > 0.9) s = " + any("1", "1", "0", "2") + "; if (x[200 + i] < 0.1) all = false;",
                    "return all ? s + 8 : s;"
                };
            default -> new String[] {"int s = 0;", "s |= 1 << (i & 7); s |= 2;", "return s;"};
        };
    }

    private boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    private String any(String... options) {
        return options[random.nextInt(options.length)];
    }
}
