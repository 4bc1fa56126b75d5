package org.rfaas.offload.weave;

import static java.lang.classfile.ClassFile.ACC_FINAL;
import static java.lang.classfile.ClassFile.ACC_STATIC;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.FieldModel;
import java.lang.classfile.attribute.ConstantValueAttribute;
import java.lang.constant.ConstantDescs;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each form that is not supported, and the error a user gets at its line. None may reach a runtime. */
final class RefusalsTest {
    private static final String CLASS = """
            import org.rfaas.offload.Offload;
            import java.util.function.*;
            class Refused {
                static int g; int f; static final double[] TAB = {1, 2};
                static double side(double x) { g++; return x; }
                static double tab(int i) { return TAB[i & 1]; }
                static double down(double[] y, int i) { return i == 0 ? y[0] : down(y, i - 1); }
                static double slow(double[] y) { try { return y[0]; } catch (RuntimeException e) { return 0; } }
                static double own(double x) { int[] t = new int[4]; for (@Offload int k = 0; k < 4; k++) t[k] = k; return t[3] + x; }
                @Offload static void fill(double[] y) { for (int k = 0; k < y.length; k++) y[k] = k; }
                static synchronized double locked(double x) { return x; } static void never(double[] y) { throw new RuntimeException(); }
                interface Shape { double area(int i); default double half(int i) { return i; } } static final class Round implements Shape { public double area(int i) { return i; } }
                enum Kind { A, B } sealed interface Sum {} record Two() implements Sum {} record Three() implements Sum {} static double text(int i) { return ("" + i).length(); } static void shared(double[] z, int i) { z[3] = i; }
                static double swap(double[] a, double[] b, int i) { double[] now = a; double[] next = b; for (int k = 0; k < 3; k++) { double[] t = now; now = next; next = t; } return now[i]; }
                static final class Hidden { private double[] secret; double at(int i) { return secret[i]; } }
                %s
            }
            """;

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            void m(double[] y, int n) { for (@Offload int i = 0; i < n; i++) { if (y[i] < 0) break; y[i] = 1; } } | break out of the offloaded loop
            int m(double[] y, int n) { for (@Offload int i = 0; i < n; i++) { if (y[i] < 0) return i; y[i] = 1; } return -1; } | return out of the offloaded loop is not supported
            void m(double[] y, int n) { out: for (int k = 0; k < 3; k++) for (@Offload int i = 0; i < n; i++) { if (y[i] < 0) continue out; y[i] = 1; } } | continue of an outer one
            void m(double[] y, int n) { for (@Offload int i = 0; i < n; i++) { if (y[i] < 0) throw new RuntimeException(); y[i] = 1; } } | throw in an offloaded loop is not supported
            double m(double[] y, int n) { double p = 0; for (@Offload int i = 0; i < n; i++) { double t = y[i]; y[i] = p; p = t; } return p; } | 'p' is carried from one iteration to the next
            double m(double[] y, int n) { double p = 0; for (@Offload int i = 0; i < n; i++) { p = y[i]; } return p; } | 'p' is assigned in the loop and read after it
            double m(double[] y, int n) { double s = 0; for (@Offload int i = 0; i < n; i++) s += y[i]; return s; } | write @Offload(reassociate = true)
            int m(int[] y, int n) { int s = 0; for (@Offload int i = 0; i < n; i++) { s += y[i]; y[i] = s; } return s; } | 's' is carried
            int m(int[] y, int n) { int s = 0; for (@Offload int i = 0; i < n; i++) { if (y[i] > s) s = y[i]; } return s; } | Math.max(s, e)
            int m(int[] y, int n) { int s = 1; for (@Offload int i = 0; i < n; i++) { s += y[i]; s *= 2; } return s; } | with one operator
            int m(int[] y, int n) { int s = 0; for (@Offload int i = 0; i < n; i++) { if (y[i] != 0) s++; y[i] = y[i] != 0 ? s : 0; } return s; } | 's' is carried
            int m(int[] y, int n) { int s = 0; for (@Offload int i = 0; i < n; i++) { s += y[i]; if ((y[i] > 2 ? 0 : s + 1) > 9) y[i] = 1; } return s; } | 's' is carried
            int m(int[] y, int[] x, int n) { int s = 0; for (@Offload int i = 0; i < n; i++) { s += y[i]; y[i] = x[y[i] > 2 ? s : 0]; } return s; } | 's' is carried
            int m(int[] y, int n) { int s = 0; for (@Offload int i = 0; i < n; i++) { s += y[i]; for (int j = 0; j < (y[i] > 2 ? s : 3); j++) y[i]++; } return s; } | 's' is carried
            int m(int[] y, int n) { int s = 0; for (@Offload int i = 0; i < n; i++) { s += y[i]; y[i] = Math.max(y[i] > 2 ? s : 3, 7); } return s; } | 's' is carried
            int m(int[] y, int n) { int s = 0; for (@Offload int i = 0; i < n; i++) { s += y[i]; y[i] = switch (i & 3) { case 0 -> s; case 1 -> 5; default -> i; }; } return s; } | 's' is carried
            int m(int[] y, int n) { int s = 0, t = 0; for (@Offload int i = 0; i < n; i++) { s += i; t += y[i] > 2 ? s : 1; } return s + t; } | 's' is carried
            int m(int[] y, int n) { int s = 0; for (@Offload int i = 0; i < n; i++) { s = y[i] > 2 ? s + 1 : y[i]; } return s; } | 's' is carried
            void m(int[] y, int[] x, int n) { int k = 0; for (@Offload int i = 0; i < n; i++) { if (x[i] > 2) y[k++] = i; } } | or an index that every iteration moves by the same constant
            void m(int[] y, int[] x, int n) { int k = 0; for (@Offload int i = 0; i < n; i++) { y[k] = i; if (x[i] > 2) k++; else k += 1; } } | or an index that every iteration moves by the same constant
            void m(int[] y, int n) { int k = 0; for (@Offload int i = 0; i < n; i++) { y[k++] = i; y[k++] = -i; } } | or an index that every iteration moves by the same constant
            void m(int[] y, int n) { int k = 0; for (@Offload int i = 0; i < n; i++) { for (int j = 0; j < 3; j++) y[k++] = i; } } | or an index that every iteration moves by the same constant
            void m(int[] y, int n) { int k = 0; for (@Offload int i = 0; i < n; i += 2) y[k++] = i; } | a multiple of the loop's step (k++)
            void m(int[] y, int n, int c) { int k = 0; for (@Offload int i = 0; i < n; i++) { y[k] = i; k += c; } } | or an index that every iteration moves by the same constant
            void m(int[] y, int n) { int k = 0; for (@Offload int i = 0; i < n; i++) { y[k & 3] = i; k++; } } | iterations could write the same element
            void m(int[] y, int n, int k) { for (@Offload int i = 0; i < n; i++) { y[k] = y[k + 1]; k++; } } | (k before the loop)
            int m(int[] y, int n) { int k = 0; try { for (@Offload int i = 0; i < n; i++) y[k++] = i; } catch (RuntimeException e) { return k; } return 0; } | 'k' changes in the loop and is read after an exception
            void m(int[] y, int n) { int k = 9; for (@Offload int i = 0; i < k; i++) { y[i] = k--; } } | the bound 'k' changes in the loop
            void m(double[] y, int n) { for (@Offload int i = 1; i < n; i++) y[i] += y[i - 1]; } | 'y' is read at index i - 1, which another iteration writes
            void m(double[] y, int[] ix, int n) { for (@Offload int i = 0; i < n; i++) y[ix[i]] += 1; } | iterations could write the same element
            void m(double[] y, int n) { for (@Offload int i = 0; i < n; i++) y[0] += i; } | written at index 0, which is the same in every iteration
            void m(double[] y, int n) { for (@Offload int i = 0; i < n; i++) { y[i] = 1; y[i + 1] = 2; } } | iterations of the loop write the same elements of 'y'
            void m(double[] y, int n) { for (@Offload int i = 0; i < n; i++) y[i * i] = 1; } | is not a sum of products
            void m(double[] u, int n) { for (@Offload int i = 1; i < n; i++) for (int j = 1; j < n; j++) u[i * n + j] = u[(i - 1) * n + j] + u[i * n + j - 1]; } | which another iteration writes
            void m(double[] y, int[] k, int n) { for (@Offload int i = 0; i < n; i++) y[i] = y[k[i]]; } | read at an index that cannot be followed
            void m(double[] y, int n) { for (@Offload int i = 0; i < n; i++) { int j = 0; while (y[i] < j) { y[i * 8 + j] = 1; j++; } } } | inner loop whose end is unknown
            void m(double[] y, int n) { for (@Offload int i = 0; i < n; i++) y[i] = side(y[i]); } | it reads field g; pass the value as an argument
            void m(double[] y, int n) { for (@Offload int i = 0; i < n; i++) y[i] = tab(i); } | it reads field TAB
            void m(double[] y, double[] x, int n) { for (@Offload int i = 0; i < n; i++) y[i] = down(x, i); } | it is recursive and takes arrays
            void m(double[] y, double[] x, int n) { for (@Offload int i = 0; i < n; i++) y[i] = slow(x); } | it has a try block
            void m(double[] y, int n) { for (@Offload int i = 0; i < n; i++) y[i] = locked(i); } | it is synchronized
            void m(double[] y, int n) { for (@Offload int i = 0; i < n; i++) y[i] = own(i); } | it has an offloaded loop itself
            void m(double[][] y, int n) { for (@Offload int i = 0; i < n; i++) fill(y[i]); } | it has an offloaded loop itself
            void m(double[] y, int n) { for (@Offload int i = 0; i < n; i++) never(y); } | a method that it calls only throws
            void m(double[] y, Round r, int n) { for (@Offload int i = 0; i < n; i++) y[i] = r.half(i); } | override it in the class
            void m(double[] y, Shape s, int n) { for (@Offload int i = 0; i < n; i++) y[i] = s.area(i); } | method of an interface
            void m(double[] y, int n) { for (@Offload int i = 0; i < n; i++) { g = i; y[i] = 1; } } | field 'g' is assigned in the loop
            void m(double[] y, int n) { for (@Offload int i = 0; i < n; i++) { double v = y[i]; DoubleSupplier s = () -> v; y[i] = s.getAsDouble(); } } | lambda
            void m(double[] y, Object o, int n) { for (@Offload int i = 0; i < n; i++) synchronized (o) { y[i] = 1; } } | synchronized in an offloaded loop
            void m(double[] y, int n) { for (@Offload int i = 0; i < n; i++) { try { y[i] = 1 / i; } catch (ArithmeticException e) { y[i] = 0; } } } | try in an offloaded loop
            int m(int[] y, int n) { int s = 0; try { for (@Offload int i = 0; i < n; i++) s += y[i]; } catch (RuntimeException e) { g = 1; } return s; } | 's' changes in the loop and is read after an exception
            int m(int[] y, int n) { int s = 0; try { for (@Offload int i = 0; i < n; i++) s += y[i]; } finally { g = s; } return n; } | 's' changes in the loop and is read after an exception
            @Offload int m(int[] y, int i) { try { for (; i < y.length; i++) y[i] = 1; } catch (RuntimeException e) { return i; } return 0; } | assign it in the catch or finally block
            @Offload int m(int[] y, int i) { while (true) { try { for (; i < y.length; i++) y[i] = 1; return i; } catch (RuntimeException e) { i++; } } } | the condition of an offloaded loop
            void m(double[] y, int n) { for (@Offload int i = 0; i < n; i++) { y[i] = 1; f = i; } } | field 'f' is assigned in the loop
            void m(double[] y, int n) { for (@Offload int i = 0; i < n; i++) { y[i] = new java.util.Random().nextDouble(); } } | if it was made with a seed; make a generator in each iteration, as in new SplittableRandom(seed + i)
            void m(double[] y, int n) { for (@Offload int i = 0; i < n; i++) System.out.println(y[i]); } | call of java.io.PrintStream.println
            void m(double[] y, int n) { for (@Offload int i = 0; i < n; i++) { y[i] = 1; n--; } } | the bound 'n' changes in the loop
            void m(double[] y) { for (@Offload int i = 0; i < Integer.parseInt("3"); i++) { y[i] = 1; } } | the bound of an offloaded loop must not call methods
            void m(double[] y, int n) { for (@Offload int i = 0; i < n; i++) { y[i] = 1; if (y[i] > 3) i++; } } | must change once an iteration
            void m(double[] y, int n, int c) { for (@Offload int i = 0; i < n; i += c) y[i] = 1; } | the step of 'i' must be a constant
            void m(double[] y, int n) { for (@Offload int i = 0; i != n; i++) y[i] = 1; } | == and != are not supported
            void m(double[] y, int n) { for (@Offload int i = 0; i * 2 < n; i++) y[i] = 1; } | compute the bound before the loop
            void m(double[] y, int n, int w) { for (@Offload int b = 0; b * w < n; b++) for (int j = 0; j < w; j++) y[b * w + j] = 1; } | compute the bound before the loop
            void m(double[] y, int n) { for (@Offload int i = 0; i + 1 < n; i++) y[i] = 1; } | compute the bound before the loop
            void m(double[] y, int n) { for (@Offload int i = 0; n > i / 2; i++) y[i] = 1; } | compute the bound before the loop
            void m(double[] y, int n) { for (@Offload int i = -9; Math.abs(i) < n; i++) y[i + 9] = 1; } | compute the bound before the loop
            void m(double[] y, long n) { for (@Offload int i = 0; (long) i * 3 < n; i++) y[i] = 1; } | compute the bound before the loop
            void m(double[] y, int n) { for (@Offload long i = 0; i < n; i++) y[(int) i] = 1; } | and its type int
            void m(double[] y, int n) { for (@Offload int i = 9; i < n; i--) y[i] = 1; } | moves away from its bound
            void m(double[] y) { for (@Offload double v : y) g += v; } | @Offload belongs on the variable of a counted loop
            void m(double[] y) { @Offload int k = 3; y[k] = 1; } | @Offload belongs on the variable of a counted loop
            @Offload void m(double[] y) { y[0] = 1; } | must have exactly one outermost loop
            void m(double[] y, float[] x, int n) { for (@Offload int i = 0; i < n; i++) System.arraycopy(x, i * 4, y, i * 4, 4); } | System.arraycopy from float[] to double[] always fails
            void m(double[] y, float[] x, int n) { for (@Offload int i = 0; i < n; i++) { double[] s = new double[4]; System.arraycopy(x, i, s, 0, 4); y[i] = s[0]; } } | copy in a loop, which converts the elements
            void m(double[][] y, double[][] x, int n) { for (@Offload int i = 0; i < n; i++) System.arraycopy(x, 0, y, i, 1); } | would copy references to them; copy row by row
            void m(double[] y, Object x, int n) { for (@Offload int i = 0; i < n; i++) System.arraycopy(x, i, y, i, 1); } | cannot tell which array is read here
            void m(String[] y, int n) { for (@Offload int i = 0; i < n; i++) System.arraycopy(y, i, y, i + 1, 1); } | arrays of primitives
            void m(double[] y, double[] x, int[] k, int n) { for (@Offload int i = 0; i < n; i++) System.arraycopy(x, 0, y, i * n, k[i]); } | 'y' is written by a copy whose length cannot be followed
            void m(double[] y, double[] x, int[] k, int n) { for (@Offload int i = 0; i < n; i++) System.arraycopy(x, 0, y, k[i], 4); } | iterations could write the same element
            void m(double[] y, double[] x, int n) { for (@Offload int i = 0; i < n; i++) System.arraycopy(x, 0, y, 0, n); } | which is the same in every iteration
            void m(double[] y, double[] x, int n) { for (@Offload int i = 0; i < n; i++) System.arraycopy(x, 0, y, 4 * i, 5); } | iterations of the loop write the same elements of 'y'
            void m(double[] y, int n) { for (@Offload int i = 1; i < n; i++) System.arraycopy(y, (i - 1) * n, y, i * n, n); } | which another iteration writes
            void m(double[] y, int n) { for (@Offload int i = n; i-- > 0; ) y[i] = 1; } | 'i' changes before it is compared; let the loop compare first and count at its end
            void m(double[] y, int n) { @Offload int i = n; while (--i >= 0) y[i] = 1; } | 'i' changes before it is compared
            void m(double[] y, int n) { for (@Offload int i = 0; i < n; i = (n > 3 ? 0 : i) + 1) y[i] = 1; } | the step of 'i' must be a constant other than 0
            void m(double[] y, int n) { for (@Offload int i = 0; i < n; i = i * 2) y[i] = 1; } | the step of 'i' must be a constant other than 0
            void m(double[] y, int n) { for (@Offload int i = 0; i > n; i = i + Integer.MIN_VALUE) y[i] = 1; } | the step of 'i' must be a constant other than 0
            void m(double[][] y, int n) { for (@Offload int i = 0; i < n; i++) for (int j = 0; j < 6; j++) y[j][i] = 1; } | 'y' is written in row j, which is the same in every iteration; give each iteration rows of its own, by exchanging the loops if that can be
            void m(double[] y, double[] a, double[] x, int n) { for (@Offload int j = 0; j < n; j++) for (int i = 0; i < n; i++) y[i] += a[i * n + j] * x[j]; } | 'y' is written at index i, which is the same in every iteration; give each iteration an element of its own, by exchanging the loops if that can be, or, where all add to 'y'
            void m(double[] y, java.util.List<Double> x, int n) { for (@Offload int i = 0; i < n; i++) y[i] = x.get(i); } | java.util.List.get: objects of the JDK cannot be used
            void m(double[] y, Integer k, int n) { for (@Offload int i = 0; i < n; i++) y[i] = k; } | copy the number into a variable of a primitive type before the loop
            void m(double[] y, double[] x, int n) { for (@Offload int i = 0; i < n; i++) y[i] = x.clone()[i]; } | make an array and use System.arraycopy
            void m(double[] y, int n) { for (@Offload int i = 0; i < n; i++) y[i] = Math.random(); } | it gives other numbers each time; make a generator in each iteration
            void m(double[] y, int n) { for (@Offload int i = 0; i < n; i++) y[i] = java.util.concurrent.ThreadLocalRandom.current().nextDouble(); } | it gives other numbers each time; make a generator in each iteration
            void m(double[] y, int n) { java.util.SplittableRandom r = new java.util.SplittableRandom(1); for (@Offload int i = 0; i < n; i++) y[i] = r.nextDouble(); } | a generator that iterations share gives its numbers in their order; make a generator in each iteration
            void m(double[] y, int n) { for (@Offload int i = 0; i < n; i++) y[i] = new java.util.SplittableRandom(i).split().nextDouble(); } | a loop may draw numbers, one by one
            static double drawn(int i) { return new java.util.Random().nextDouble() + i; } void m(double[] y, int n) { for (@Offload int i = 0; i < n; i++) y[i] = drawn(i); } | make a generator in each iteration
            record Vec(double x, double y) {} void m(double[] y, int n) { for (@Offload int i = 0; i < n; i++) { Vec v = new Vec(i, 2); y[i] = v.x() + v.y(); } } | use a local variable for each of its fields
            void m(String[] y, int n) { for (@Offload int i = 0; i < n; i++) y[i] = null; } | arrays of primitives
            void m(boolean[] y, int n) { for (@Offload int i = 0; i < n; i++) y[i] = true; } | make it byte[]
            void m(boolean[][] y, int n) { for (@Offload int i = 0; i < n; i++) y[i][0] = true; } | make it byte[][]
            int m(double[] x, int n) { int at = -1; for (@Offload int i = 0; i < n; i++) if (x[i] > 3) at = i; return at; } | as in at = Math.max(at, e)
            void m(double[][] u, int n) { for (@Offload int i = 1; i < n; i++) u[i][0] += u[i - 1][0]; } | 'u' is read in row i - 1, which another iteration writes; where the value from before the loop is meant, read from a copy
            void m(double[][][] y, int n) { for (@Offload int i = 0; i < n; i++) y[i][0][0] = 1; } | arrays have at most two dimensions in an offloaded loop, use a flat one with an index as (i * n + j) * m + k, or take the part that the loop is about, as u[k], into a variable before it
            void m(double[] a, double[] b, int n) { for (@Offload int i = 0; i < n; i++) { double[] t = (i & 1) == 0 ? a : b; t[i] = 1; } } | 't' may be one of several arrays
            void m(double[][] a, double[] b, int n) { for (@Offload int i = 0; i < n; i++) a[i] = b; } | assigning an array or object into an array
            void m(double[] a, double[] b, int n) { for (@Offload int i = 0; i < n; i++) if (a == b) a[i] = 1; } | comparing references
            void m(double[] y, int n) { for (@Offload int i = 0; i < n; i++) for (@Offload int j = 0; j < n; j++) y[i * n + j] = 1; } | annotate the outer one alone
            void m(double[] y, int n) { for (@Offload int i = 0; i < n; i++) y[i] = ("" + i).length(); } | string concatenation
            void m(double[] p, int m) { for (@Offload int i = 1; i < m; i += 2) p[i] = 0.5 * (p[i - 1] + p[i + 1]); } | 'p' is read at index i + 1, which another iteration reads, and reads of neighbouring iterations may not overlap in an array that the loop writes; where the value from before the loop is meant, read from a copy
            void m(double[] p, int m) { for (@Offload int i = 2; i < m; i += 2) p[i] = 0.5 * (p[i - 1] + p[i - 2]); } | 'p' is read at index i - 2, which another iteration writes
            void m(double[] y, Kind k, int n) { for (@Offload int i = 0; i < n; i++) y[i] = switch (k) { case A -> 1; case B -> 2; }; } | compute ordinal() into an int before the loop and switch over that, with a default
            void m(double[] y, Kind k, int n) { for (@Offload int i = 0; i < n; i++) y[i] = switch (k) { case A -> 1; default -> 2; }; } | compute ordinal() into an int before the loop and switch over that, with a default
            void m(double[] y, Kind k, int n) { for (@Offload int i = 0; i < n; i++) switch (k) { case A: y[i] = 1; break; case B: y[i] = 2; } } | compute ordinal() into an int before the loop and switch over that, with a default
            void m(double[] y, Sum k, int n) { for (@Offload int i = 0; i < n; i++) y[i] = switch (k) { case Two t -> 1; case Three t -> 2; }; } | a switch over
            void m(double[] y, int n) { for (@Offload int i = 0; i < n; i++) { y[i] = 1; if (y[i] > 0) System.out.println("NaN at " + i); } } | string concatenation in an offloaded loop is not supported; note numbers in an array
            void m(double[] y, int n) { for (@Offload int i = 0; i < n; i++) { DoubleUnaryOperator s = Math::sqrt; y[i] = s.applyAsDouble(i); } } | a method reference in an offloaded loop is not supported; call the method itself
            void m(double[] y, int n) { for (@Offload int i = 0; i < n; i++) { IntSupplier s = () -> 3; y[i] = s.getAsInt(); } } | a lambda in an offloaded loop is not supported; write its code in the loop
            void m(double[] y, int n) { for (@Offload int i = 0; i < n; i++) y[i] = text(i); } | it has string concatenation; note numbers in an array
            void m(double[] y, DoubleUnaryOperator g, int n) { for (@Offload int i = 0; i < n; i++) y[i] = g.applyAsDouble(y[i]); } | java.util.function.DoubleUnaryOperator.applyAsDouble: it is a method of an interface; write what it does into the loop
            void m(double[] y, java.util.Random r, int n) { for (@Offload int i = 0; i < n; i++) y[i] = r.nextGaussian(); } | a generator that iterations share gives its numbers in their order
            void m(double[][] y, int n) { for (@Offload int i = 0; i < n; i++) java.util.Arrays.sort(y[i]); } | call of java.util.Arrays.sort: of the JDK only pure functions of numbers may be called, as those of Math, System.arraycopy and Arrays.fill; write what it does into the loop, or into a static method of your own
            void m(double[] y, double[] x, int n) { for (@Offload int i = 0; i < n; i++) y[i] = java.util.Arrays.binarySearch(x, i); } | or into a static method of your own
            void m(double[] y, double v, int n) { for (@Offload int i = 0; i < n; i++) java.util.Arrays.fill(y, v); } | 'y' is written at index filled, which is the same in every iteration; give each iteration an element of its own (in java.util.Arrays.fill)
            void m(double[] y, double v, int n) { for (@Offload int i = 0; i < n; i++) java.util.Arrays.fill(y, 4 * i, 4 * i + 5, v); } | iterations of the loop write the same elements of 'y'
            void m(String[][] y, int n) { for (@Offload int i = 0; i < n; i++) java.util.Arrays.fill(y[i], null); } | arrays of primitives
            void m(double[] y, int n, int w) { for (@Offload int i = 0; i < n; i++) for (int jj = 0; jj < n; jj += 8) for (int j = jj; j < Math.min(jj + 8, w); j++) y[i * w + j] = 1; } | in an inner loop whose end is the result of a call of java.lang.Math.min; let it be a sum of products, as in j < jj + B
            void m(double[] y, int n, int w) { for (@Offload int i = 0; i < n; i++) for (int jj = 0; jj < n; jj += 8) { int end = Math.min(jj + 8, w); for (int j = jj; j < end; j++) y[i * w + j] = 1; } } | in an inner loop whose end is unknown; write it as for (int j = a; j < b; j++) with bounds that do not change in it and are no results of calls
            void m(double[] y, double[] a, double[] b, int n) { for (@Offload int i = 0; i < n; i++) y[i] = swap(a, b, i); } | 'now' may be one of several arrays here; use each under its own name, use an if with two bodies, or, instead of swapping, one array with an offset for each half (in Refused.swap, line
            void m(double[] y, int n) { for (@Offload int i = 0; i < n; i++) shared(y, i); } | 'y' is written at index 3, which is the same in every iteration; give each iteration an element of its own (in Refused.shared, line
            int m(double[] y, int n) { double max = -1; int at = -1; for (@Offload int i = 0; i < n; i++) if (y[i] > max) { max = y[i]; at = i; } return at; } | search after the loop
            void m(double[] grad, double[] x, int d, int n) { for (@Offload int i = 0; i < n; i++) for (int j = 0; j < d; j++) grad[j] += x[i * d + j]; } | or, where all add to 'grad', give each of some parts of the iterations a copy, as a row of an array of rows, and add these up after the loop
            void m(int[] h, int[] k, int n) { for (@Offload int i = 0; i < n; i++) h[k[i]]++; } | or, where all add to 'h', give each of some parts of the iterations a copy, as a row of an array of rows, and add these up after the loop
            void m(double[] y, int n) { for (@Offload int i = 0; i < n && y[i] > 0; i++) y[i] = 0; } | a second condition
            void m(double[] y, int n) { @Offload int i = 0; while (true) { if (i >= n) break; y[i] = i; i++; } } | must stand at its head, as in while (i < n)
            void m(double[] y, int n) { for (@Offload int i = 0;; i++) { if (i >= n) break; y[i] = i; } } | must stand at its head, as in while (i < n)
            void m(double[] y, int n) { @Offload int i = 0; while (i < 9) { y[i] = 1; i++; } while (i < n) { y[i] = 2; i++; } } | the annotated variable 'i' counts two loops
            void m(double[] y, int n) { @Offload int i = 0; while (i < n) { y[i] = 1; i++; } do { y[i] = 2; i -= 2; } while (i > 0); } | the annotated variable 'i' counts two loops
            void m(double[] y, int n) { @Offload int i = 1; while (i < n) { y[i] = 1; i++; } i = 1; do { y[i] = 2; i += 40000; } while (i < n); } | the annotated variable 'i' counts two loops
            void m(double[] y, int n) { @Offload int i = 1; while (i < n) { y[i] = 1; i++; } i = 1; do { y[i] = 2; i = i * 2; } while (i < n); } | the annotated variable 'i' counts two loops
            void m(double[] y, int n) { @Offload int i = 1; while (i < n) { y[i] = 1; i++; } i = 1; do { y[i] = 2; i = (int) tab(i); } while (i < n); } | the annotated variable 'i' counts two loops
            volatile boolean cancelled; void m(double[] y, int n) { for (@Offload int i = 0; i < n; i++) if (!cancelled) y[i] = 1; } | 'cancelled' is volatile; read it into a local variable before the loop
            static volatile double[] now; void m(int n) { for (@Offload int i = 0; i < n; i++) now[i] = 1; } | 'now' is volatile
            volatile int end; void m(double[] y) { for (@Offload int i = 0; i < end; i++) y[i] = 1; } | 'end' is volatile
            static volatile int seen; static double peek(double[] y, int i) { return y[i] + seen; } void m(double[] y, double[] x, int n) { for (@Offload int i = 0; i < n; i++) y[i] = peek(x, i); } | 'seen' is volatile
            float m(float[] x, int n) { float s = 0; for (@Offload(reassociate = true) int i = 0; i < n; i++) s += x[i] * 0.5; return s; } | 's' is converted to double, the type of what it is combined with: write s += (float) (e), or declare it as double
            int m(double[] w, int n) { int c = 0; for (@Offload int i = 0; i < n; i++) c += w[i]; return c; } | write c += (int) (e), or declare it as double
            int m(long[] w, int n) { int c = 0; for (@Offload int i = 0; i < n; i++) c += w[i]; return c; } | write c += (int) (e), or declare it as long
            double m(double[] a, int n) { double s = 0; for (@Offload(reassociate = true) int i = 0; i < n; i++) s = Math.fma(a[i], a[i], s); return s; } | write s += a * b for Math.fma(a, b, s)
            short m(int[] v, int n) { short k = 0; for (@Offload int i = 0; i < n; i++) k += v[i]; return k; } | 'k' is converted to short after each operation: declare it as int
            void m(double[] x) { for (@Offload int i = 0, m = x.length; i < m; i++) x[i] = 1; } | 'm' does not change in the loop; the annotation applies to all variables of one declaration; declare the others before the loop
            void m(double[] x, int n) { for (@Offload int i = 0, k = 3; i < n; i++) x[i] = k; } | no loop tests 'k', and the annotation applies to all variables of one declaration
            @Offload void m(double[] y, int n) { for (@Offload int i = 0; i < n; i++) y[i] = 1; } | the loop has @Offload twice, on the method and on its variable; keep one
            void m(double[] y, int n) { for (@Offload int i = 0; i < n; i++) { assert y[i] > 0; y[i] = 1; } } | assert in an offloaded loop is not supported; check before the loop
            static double sure(double v) { assert v > 0; return v; } void m(double[] y, int n) { for (@Offload int i = 0; i < n; i++) y[i] = sure(i); } | it has an assert; check before the loop
            static class Cell<T> { T value; } void m(double[] y, Cell<double[]> c, int n) { for (@Offload int i = 0; i < n; i++) y[i] = c.value[i]; } | a cast or instanceof, or a field or result of a type parameter
            void m(double[] y, int n) { for (@Offload int i = 0; i < n; i++) { String[] s = new String[3]; y[i] = s.length; } } | arrays of objects cannot be made in an offloaded loop
            static double deep(int i) { double[] t = {i}; return down(t, 3) + text(i); } void m(double[] y, int n) { for (@Offload int i = 0; i < n; i++) y[i] = deep(i); } | it calls Refused.text: it has string concatenation
            double m(@Offload int n) { return n; } | there is no loop; @Offload belongs on the variable of a counted loop
            """)
    void shouldRefuseWithARemedy(String method, String message) {
        Map<String, byte[]> classes = Sources.compile("Refused", CLASS.formatted(method), "-g");
        WeaveResult result = Sources.weave(classes).get("Refused");
        assertThat(result.isWoven()).isFalse();
        assertThat(result.classBytes()).isEqualTo(classes.get("Refused"));
        assertThat(result.refusals()).isNotEmpty();
        Diagnostic refusal = result.refusals().getLast();
        assertThat(refusal.message()).contains(message);
        assertThat(refusal.line()).isEqualTo(16);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "void m(double[] y, Kind k, int n) { int o = k.ordinal(); for (@Offload int i = 0; i < n; i++) y[i] = switch (o) { case 0 -> 1; default -> 2; }; }",
                "void m(double[] y, int n) { for (@Offload int i = 0; i < n; i++) { double[] h = new double[16]; for (int k = 0; k < 3; k++) { int from = (k & 1) * 8; for (int j = 0; j < 8; j++) h[8 - from + j] = h[from + j] + i; } y[i] = h[8]; } }",
                "static void sort(double[] r) { for (int k = 1; k < r.length; k++) { double v = r[k]; int j = k - 1; while (j >= 0 && r[j] > v) { r[j + 1] = r[j]; j--; } r[j + 1] = v; } } void m(double[][] y, int n) { for (@Offload int i = 0; i < n; i++) sort(y[i]); }",
                "volatile boolean cancelled; void m(double[] y, int n) { boolean c = cancelled; for (@Offload int i = 0; i < n; i++) if (!c) y[i] = 1; }",
                "float m(float[] x, int n) { float s = 0; for (@Offload(reassociate = true) int i = 0; i < n; i++) s += (float) (x[i] * 0.5); return s; }",
                "short m(int[] v, int n) { int k = 0; for (@Offload int i = 0; i < n; i++) k += v[i]; return (short) k; }",
                "void m(double[] x) { int m = x.length; for (@Offload int i = 0; i < m; i++) x[i] = 1; }",
                "static class Cell<T> { T value; } void m(double[] y, Cell<double[]> c, int n) { double[] x = c.value; for (@Offload int i = 0; i < n; i++) y[i] = x[i]; }",
                "void m(double[] y, int n) { for (@Offload int i = 0; i < n; i++) y[i] = Math.getExponent(y[i]) + Character.getNumericValue(i); }",
                "static double sum(double[] t) { return t.length == 0 ? 0 : down(t, t.length - 1); } static double own(int i) { double[] t = {i, i + 1}; return sum(t); } void m(double[] y, int n) { for (@Offload int i = 0; i < n; i++) y[i] = own(i); }",
                "void m(double[] y, int n) { for (@Offload int i = 0; i < n; i++) for (int j = 0; j < 9; j++) for (int k = 0; k < 7; k++) y[(i * 9 + j) * 7 + k] = 1; }",
                "void m(double[] y, int n, int w) { int b = w / 8; for (@Offload int i = 0; i < n; i++) { for (int k = 0; k < b; k++) for (int j = k * 8; j < k * 8 + 8; j++) y[i * w + j] = 1; for (int j = b * 8; j < w; j++) y[i * w + j] = 2; } }",
                "void m(double[][][] u, int n) { for (int k = 0; k < n; k++) { double[][] p = u[k]; for (@Offload int i = 0; i < n; i++) for (int j = 0; j < n; j++) p[i][j] *= 2; } }",
                "int[][] histograms(int[] k, int n) { int[][] h = new int[4][16]; for (@Offload int part = 0; part < 4; part++) for (int i = part * n; i < (part + 1) * n; i++) h[part][k[i]]++; return h; }",
                "void m(double[] y, double[] a, double[] x, int n) { for (@Offload int i = 0; i < n; i++) for (int j = 0; j < n; j++) y[i] += a[i * n + j] * x[j]; }",
                "double[] parts(double[] x, int d, int n) { double[] p = new double[4 * d]; for (@Offload int part = 0; part < 4; part++) for (int i = part * n; i < (part + 1) * n; i++) for (int j = 0; j < d; j++) p[part * d + j] += x[i * d + j]; return p; }",
            })
    void shouldWeaveWhatRemediesSay(String method) {
        Map<String, byte[]> classes = Sources.compile("Refused", CLASS.formatted(method), "-g");
        WeaveResult result = Sources.weave(classes).get("Refused");
        assertThat(result.refusals()).isEmpty();
        assertThat(result.isWoven()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            void m(double[] y) { for (@Offload int i = 0; i < y.length; i++) y[i] = 1; } | with @Offload lives
            @Offload void m(double[] x, double[] y) { @In(stable = true) double[] t = x; for (int i = 0; i < y.length; i++) y[i] = t[i]; } | with @In(stable = true) lives
            """)
    void shouldRefuseAnnotatedVariablesOfWhichTheClassFileDoesNotSayWhereTheyLive(String method, String message) {
        Map<String, byte[]> classes =
                Sources.compile("Refused", "import org.rfaas.offload.*; class Refused { %s }".formatted(method));
        assertThat(Sources.weave(classes).get("Refused").isWoven()).isTrue();

        assertThat(Sources.weave(Sources.withoutScopes(classes)).get("Refused").refusals())
                .singleElement()
                .satisfies(refusal ->
                        assertThat(refusal.message()).contains(message, "weave it as the compiler wrote it"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "class Refused { @Offload int n; }",
                "class Refused { @Offload Refused() { for (int i = 0; i < 9; i++) System.out.println(i); } }",
                "abstract class Refused { @Offload abstract void m(double[] y); }",
                "abstract class Refused { abstract int m(@Offload int n); }",
                "class Refused { @Offload native int m(double[] y); }",
            })
    void shouldRefuseAnnotationsWhereThereIsNoLoop(String source) {
        Map<String, byte[]> classes = Sources.compile("Refused", "import org.rfaas.offload.*; " + source, "-g");
        assertThat(Sources.weave(classes).get("Refused").refusals())
                .singleElement()
                .satisfies(refusal -> assertThat(refusal.message()).startsWith("there is no loop; @Offload belongs"));
    }

    @Test
    void shouldRefuseCalledMethodsThatReadConstantsOfTheirClass() {
        Map<String, byte[]> classes = Sources.compile(
                "Refused",
                CLASS.formatted("static double plus(double v) { return v + g; }"
                        + " void m(double[] y, int n) { for (@Offload int i = 0; i < n; i++) y[i] = plus(i); }"),
                "-g");
        ClassFile classFile = ClassFile.of();
        ClassTransform makeConstant = (out, element) -> {
            if (element instanceof FieldModel field && field.fieldName().equalsString("g")) {
                out.withField(
                        "g",
                        ConstantDescs.CD_int,
                        made -> made.withFlags(ACC_STATIC | ACC_FINAL).with(ConstantValueAttribute.of(3)));
            } else {
                out.with(element);
            }
        };
        byte[] bytes = classFile.transformClass(classFile.parse(classes.get("Refused")), makeConstant);
        assertThat(new Weaver(name -> name.equals("Refused") ? bytes : Sources.find(classes, name))
                        .weave(bytes)
                        .refusals())
                .singleElement()
                .satisfies(refusal ->
                        assertThat(refusal.message()).contains("it reads field g; pass the value as an argument"));
    }

    @Test
    void shouldRefuseKernelsBeyondTheLimitOfAMethod() {
        String statements = "y[i] += Math.sin(y[i] * 1.5) * 2.25;".repeat(2400);
        Map<String, byte[]> classes = Sources.compile(
                "Refused",
                CLASS.formatted(
                        "void m(double[] y, int n) { for (@Offload int i = 0; i < n; i++) {" + statements + "} }"),
                "-g");
        List<Diagnostic> refusals = Sources.weave(classes).get("Refused").refusals();
        assertThat(refusals)
                .singleElement()
                .satisfies(refusal -> assertThat(refusal.message())
                        .contains("exceeds a limit of class files")
                        .contains("move parts of it into static methods"));
    }

    @Test
    void shouldRefuseLoopsWithJumpsBeyondTheLimit() {
        String statements = "y[i] += Math.sin(y[i] * 1.5) * 2.25;".repeat(1700);
        Map<String, byte[]> classes = Sources.compile(
                "Refused",
                CLASS.formatted(
                        "void m(double[] y, int n) { for (@Offload int i = 0; i < n; i++) {" + statements + "} }"),
                "-g");
        assertThat(Sources.weave(classes).get("Refused").refusals())
                .singleElement()
                .satisfies(refusal -> assertThat(refusal.message()).contains("32 KiB to a jump"));
    }

    @Test
    void shouldTellOfAFaultOfItsOwnAtTheLoop() {
        Map<String, byte[]> classes = Sources.compile(
                "Refused",
                CLASS.formatted("void m(double[] y, int n) { for (@Offload int i = 0; i < n; i++) y[i] = side(i); }"),
                "-g");
        Weaver weaver = new Weaver(name -> {
            throw new StackOverflowError();
        });
        assertThat(weaver.weave(classes.get("Refused")).refusals())
                .singleElement()
                .satisfies(refusal -> {
                    assertThat(refusal.line()).isEqualTo(16);
                    assertThat(refusal.message())
                            .contains("please report it: java.lang.StackOverflowError at org.rfaas");
                });
    }

    @Test
    void shouldNotWeaveOneLoopOfAClassWhenAnotherIsRefused() {
        Map<String, byte[]> classes = Sources.compile(
                "Refused",
                CLASS.formatted("void m(double[] y, int n) { for (@Offload int i = 0; i < n; i++) y[i] = 1;"
                        + " for (@Offload int i = 0; i < n; i++) y[0] = i; }"));
        WeaveResult result = Sources.weave(classes).get("Refused");
        assertThat(result.refusals()).hasSize(1);
        assertThat(result.classBytes()).isEqualTo(classes.get("Refused"));
    }
}
