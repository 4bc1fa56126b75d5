package org.rfaas.offload.weave;

/** Loops that people write, as source text; {@code run} calls one by name and digests what it did. */
final class KernelSources {
    static final String CLASS = "Kernels";

    static final String TEXT = """
            import java.util.*;
            import org.ejml.data.DMatrixRMaj;
            import org.rfaas.offload.*;
            public class Kernels {
                static void axpy(double a, double[] x, double[] y) {
                    for (@Offload int i = 0; i < y.length; i++) y[i] += a * x[i];
                }
                static void denseJacobi(@In(stable = true) double[] a, double[] b, double[] x, double[] next, int n) {
                    for (@Offload int i = 0; i < n; i++) {
                        double s = b[i];
                        for (int j = 0; j < n; j++) { if (j == i) continue; s -= a[i * n + j] * x[j]; }
                        next[i] = s / a[i * n + i];
                    }
                }
                static void sparseJacobi(int[] start, int[] column, double[] value, double[] b, double[] x, double[] next, int n) {
                    for (@Offload int i = 0; i < n; i++) {
                        double s = b[i]; double d = 1;
                        for (int k = start[i]; k < start[i + 1]; k++) {
                            if (column[k] == i) d = value[k]; else s -= value[k] * x[column[k]];
                        }
                        next[i] = s / d;
                    }
                }
                static void matrixVector(double[] a, double[] x, double[] y, int rows, int columns) {
                    for (@Offload int i = 0; i < rows; i++) {
                        double s = 0;
                        for (int j = 0; j < columns; j++) s += a[i * columns + j] * x[j];
                        y[i] = s;
                    }
                }
                static void matrixProduct(DMatrixRMaj a, DMatrixRMaj b, DMatrixRMaj c) {
                    for (@Offload int i = 0; i < c.numRows; i++)
                        for (int j = 0; j < c.numCols; j++) {
                            double s = 0;
                            for (int k = 0; k < a.numCols; k++) s += a.get(i, k) * b.unsafe_get(k, j);
                            c.set(i, j, s);
                        }
                }
                static void blackScholes(double[] s, double[] k, double[] t, double r, double v, double[] call, double[] put) {
                    for (@Offload int i = 0; i < call.length; i++) {
                        double d1 = (Math.log(s[i] / k[i]) + (r + 0.5 * v * v) * t[i]) / (v * Math.sqrt(t[i]));
                        double d2 = d1 - v * Math.sqrt(t[i]);
                        double e = k[i] * Math.exp(-r * t[i]);
                        call[i] = s[i] * normal(d1) - e * normal(d2);
                        put[i] = e * normal(-d2) - s[i] * normal(-d1);
                    }
                }
                static double normal(double x) {
                    double l = Math.abs(x), k = 1 / (1 + 0.2316419 * l);
                    double w = 1 - Math.exp(-l * l / 2) * 0.3989422804014327 * k * (0.31938153 + k * (-0.356563782 + k * 1.781477937));
                    return x < 0 ? 1 - w : w;
                }
                static void flatConvolution(int[] image, float[] out, float[] kernel, int w, int h, int r) {
                    for (@Offload int y = r; y < h - r; y++)
                        for (int x = r; x < w - r; x++) {
                            float s = 0;
                            for (int dy = -r; dy <= r; dy++)
                                for (int dx = -r; dx <= r; dx++)
                                    s += image[(y + dy) * w + x + dx] * kernel[(dy + r) * (2 * r + 1) + dx + r];
                            out[y * w + x] = s;
                        }
                }
                static void rowConvolution(float[][] image, float[][] out, float[] kernel, int r) {
                    for (@Offload int y = 1; y < image.length - 1; y++)
                        for (int x = 1; x < out[y].length - 1; x++) {
                            float s = 0;
                            for (int d = -1; d <= 1; d++) s += image[y - 1][x + d] + image[y][x + d] * kernel[d + r] + image[y + 1][x + d];
                            out[y][x] = s;
                        }
                }
                static double dot(double[] x, double[] y) {
                    double s = 0;
                    for (@Offload(reassociate = true) int i = 0; i < x.length; i++) s += x[i] * y[i];
                    return s;
                }
                static double extremes(double[] x) {
                    double least = x[0], greatest = x[0]; int count = 0;
                    for (@Offload int i = 0; i < x.length; i++) {
                        least = Math.min(least, x[i]);
                        greatest = Math.max(greatest, x[i]);
                        if (x[i] > 0.5) count++;
                    }
                    return greatest - least + count;
                }
                static void bodyForces(double[] px, double[] py, double[] m, double[] fx, double[] fy, int n) {
                    for (@Offload int i = 0; i < n; i++) {
                        double ax = 0, ay = 0;
                        for (int j = 0; j < n; j++) {
                            double dx = px[j] - px[i], dy = py[j] - py[i];
                            double d = dx * dx + dy * dy + 1e-9;
                            double f = m[j] / (d * Math.sqrt(d));
                            ax += f * dx; ay += f * dy;
                        }
                        fx[i] = ax; fy[i] = ay;
                    }
                }
                static void shortestPaths(int[] distance, int[] row, int k, int n) {
                    for (@Offload int i = 0; i < n; i++)
                        for (int j = 0; j < n; j++)
                            distance[i * n + j] = Math.min(distance[i * n + j], distance[i * n + k] + row[j]);
                }
                static void eliminate(double[] a, int k, int n) {
                    for (@Offload int i = k + 1; i < n; i++) {
                        double f = a[i * n + k] / a[k * n + k];
                        for (int j = k; j < n; j++) a[i * n + j] -= f * a[k * n + j];
                    }
                }
                static void mandelbrot(int[] out, int w, int h, int limit) {
                    for (@Offload int y = 0; y < h; y++)
                        for (int x = 0; x < w; x++) {
                            double cr = 3.0 * x / w - 2, ci = 2.0 * y / h - 1, zr = 0, zi = 0; int n = 0;
                            while (n < limit && zr * zr + zi * zi < 4) { double t = zr * zr - zi * zi + cr; zi = 2 * zr * zi + ci; zr = t; n++; }
                            out[y * w + x] = n;
                        }
                }
                static void reversed(double[] x, double[] y) {
                    for (@Offload int i = y.length - 1; i >= 0; i -= 2) y[i] = fill(x, i);
                }
                static double fill(double[] x, int i) { return x[x.length - 1 - i]; }
                @Offload static void clear(long[] y, long n) { for (int i = 0; i < n; i++) y[(int) (2L * i)] = n; }
                static void interior(double[] u, int nx, int ny, int pitch) {
                    for (@Offload int i = 1; i < ny; i++)
                        for (int c = 0; c < 3; c++)
                            for (int k = 1; k < nx - 1; k++) u[i * pitch + c * (nx - 2) + k] = i + c + k;
                }
                static void interiorRows(double[] x, double[][] u, double[][] v, int lo, int hi) {
                    for (@Offload int i = 0; i < u.length; i++)
                        for (int j = 0; j < 3; j++) {
                            for (int k = lo; k < hi; k++) u[i][j * (hi - lo) + k] = i + j + k;
                            System.arraycopy(x, lo, v[i], 8 + j * (hi - lo), hi - lo);
                        }
                }
                static void mirrored(double[][] u, int w) {
                    for (@Offload int i = 0; i < u.length; i++)
                        for (int l = 0, r = w - 1; l < r; l++, r--) { double t = u[i][l]; u[i][l] = u[i][r]; u[i][r] = t; }
                }
                static void tiles(double[] x, double[] y, int blocks) {
                    for (@Offload int b = 0; b < blocks; b++) {
                        double[] s = new double[8];
                        for (int t = 0; t < 4; t++) {
                            System.arraycopy(x, b * 32 + t * 8, s, 0, 8);
                            for (int j = 0; j < 8; j++) s[j] += j;
                            System.arraycopy(s, 0, y, b * 32 + t * 8, 8);
                        }
                    }
                }
                static void shiftRows(float[][] in, float[][] out, float[] edge, int n) {
                    for (@Offload int i = 0; i < n; i++) {
                        System.arraycopy(in[i], 1, out[i], 0, n - 1);
                        System.arraycopy(edge, i * 2, out[i], n - 1, 2);
                        System.arraycopy(out[i], 0, out[i], 1, n);
                    }
                }
                static void bytes(byte[] in, byte[] out, char[] c, char[] d, short[] s, short[] t, int n) {
                    for (@Offload int i = 0; i < n; i++) {
                        System.arraycopy(in, i * 3, out, i * 3, 3);
                        char[] own = new char[5];
                        System.arraycopy(c, i * 2, own, 1, 2);
                        System.arraycopy(own, 0, d, i * 4, 4);
                        System.arraycopy(s, 0, t, i * n, n);
                        System.arraycopy(t, i * n, t, i * n + 1, n - 1);
                    }
                }
                static void windows(int[] x, int[] median, int n) {
                    for (@Offload int i = 0; i < n; i++) {
                        int[] window = new int[8];
                        System.arraycopy(x, i, window, 0, 7);
                        median[i] = middle(window[0], window[1], window[2], window[3]) + window[6];
                    }
                }
                static int middle(int a, int b, int c, int d) {
                    int[] all = {a, b, c, d};
                    System.arraycopy(all, 1, all, 0, 3);
                    return all[0] + all[2];
                }
                static void hashed(long seed, double[] y) {
                    for (@Offload int i = 0; i < y.length; i++) {
                        int h = (int) (i * 2654435761L) ^ (int) seed;
                        y[i] = h >>> 16;
                    }
                }
                static long generated(int n) {
                    long sum = 0;
                    for (@Offload int i = 0; i < n; i++) sum += i * 1103515245 + 12345;
                    return sum;
                }
                static void twoStrides(double[] y, int n) {
                    for (@Offload int i = 0; i < n; i++) { y[2 * i] = i; y[3 * i + 100] = -i; }
                }
                double scale = 3; double[] own = new double[70];
                private double scaled(int i) { return own[i] * scale; }
                void fields(double[] y) { for (@Offload int i = 0; i < own.length; i++) y[i] = scaled(i); }

                static double[] d(int n, int seed) { return new Random(seed).doubles(n).toArray(); }
                public static String run(String name) {
                    switch (name) {
                        case "axpy" -> { double[] y = d(100, 1); axpy(2.5, d(100, 2), y); return Arrays.toString(y); }
                        case "denseJacobi" -> { double[] y = new double[20]; denseJacobi(d(400, 1), d(20, 2), d(20, 3), y, 20); return Arrays.toString(y); }
                        case "sparseJacobi" -> { double[] y = new double[4]; sparseJacobi(new int[] {0, 2, 3, 5, 6}, new int[] {0, 3, 1, 0, 2, 3}, d(6, 1), d(4, 2), d(4, 3), y, 4); return Arrays.toString(y); }
                        case "matrixVector" -> { double[] y = new double[9]; matrixVector(d(63, 1), d(7, 2), y, 9, 7); return Arrays.toString(y); }
                        case "matrixProduct" -> { DMatrixRMaj c = new DMatrixRMaj(5, 6); matrixProduct(DMatrixRMaj.wrap(5, 4, d(20, 1)), DMatrixRMaj.wrap(4, 6, d(24, 2)), c); return Arrays.toString(c.data); }
                        case "blackScholes" -> { double[] c = new double[50], p = new double[50]; blackScholes(d(50, 1), d(50, 2), d(50, 3), 0.02, 0.3, c, p); return Arrays.toString(c) + Arrays.toString(p); }
                        case "flatConvolution" -> { float[] o = new float[300]; float[] k = {1, 2, 3, 4, 5, 6, 7, 8, 9}; flatConvolution(new Random(1).ints(300, 0, 256).toArray(), o, k, 20, 15, 1); return Arrays.toString(o); }
                        case "rowConvolution" -> { float[][] a = new float[9][11], o = new float[9][11]; for (float[] r : a) for (int j = 0; j < 11; j++) r[j] = j * 1.5f; rowConvolution(a, o, new float[] {1, 2, 3}, 1); return Arrays.deepToString(o); }
                        case "dot" -> { double[] x = new double[99], y = new double[99]; for (int i = 0; i < 99; i++) { x[i] = i; y[i] = i * 3; } return "" + dot(x, y); }
                        case "extremes" -> { return "" + extremes(d(200, 5)); }
                        case "bodyForces" -> { double[] x = new double[15], y = new double[15]; bodyForces(d(15, 1), d(15, 2), d(15, 3), x, y, 15); return Arrays.toString(x) + Arrays.toString(y); }
                        case "shortestPaths" -> { int[] a = new Random(3).ints(64, 1, 99).toArray(); shortestPaths(a, Arrays.copyOfRange(a, 16, 24), 2, 8); return Arrays.toString(a); }
                        case "eliminate" -> { double[] a = d(81, 4); for (int k = 0; k < 8; k++) eliminate(a, k, 9); return Arrays.toString(a); }
                        case "mandelbrot" -> { int[] o = new int[20 * 12]; mandelbrot(o, 20, 12, 50); return Arrays.toString(o); }
                        case "reversed" -> { double[] y = new double[31]; reversed(d(31, 8), y); return Arrays.toString(y); }
                        case "clear" -> { long[] y = new long[21]; clear(y, 10); return Arrays.toString(y); }
                        case "interior" -> { double[] u = d(440, 1); interior(u, 12, 10, 40); return Arrays.toString(u); }
                        case "interiorRows" -> { double[][] u = new double[9][40], v = new double[9][40]; interiorRows(d(40, 2), u, v, 2, 6); return Arrays.deepToString(u) + Arrays.deepToString(v); }
                        case "mirrored" -> { double[][] u = new double[9][]; for (int i = 0; i < 9; i++) u[i] = d(12, i); mirrored(u, 11); return Arrays.deepToString(u); }
                        case "tiles" -> { double[] y = new double[96]; tiles(d(96, 3), y, 3); return Arrays.toString(y); }
                        case "shiftRows" -> { float[][] a = new float[9][11], o = new float[9][11]; for (float[] r : a) for (int j = 0; j < 11; j++) r[j] = j * 1.5f; shiftRows(a, o, new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18}, 9); return Arrays.deepToString(o); }
                        case "bytes" -> { byte[] o = new byte[30]; char[] e = new char[40]; short[] t = new short[100]; bytes("thirty bytes, each of which one".getBytes(), o, "twenty characters...".toCharArray(), e, new short[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, t, 10); return Arrays.toString(o) + Arrays.toString(e) + Arrays.toString(t); }
                        case "windows" -> { int[] m = new int[40]; windows(new Random(1).ints(47, 0, 99).toArray(), m, 40); return Arrays.toString(m); }
                        case "fields" -> { Kernels k = new Kernels(); k.own = d(70, 3); double[] y = new double[70]; k.fields(y); return Arrays.toString(y); }
                        case "hashed" -> { double[] y = new double[90]; hashed(0x123456789abcdefL, y); return Arrays.toString(y); }
                        case "generated" -> { return "" + generated(90); }
                        case "twoStrides" -> { double[] y = d(250, 1); twoStrides(y, 40); return Arrays.toString(y); }
                        default -> throw new IllegalArgumentException(name);
                    }
                }
            }
            """;

    private KernelSources() {}
}
