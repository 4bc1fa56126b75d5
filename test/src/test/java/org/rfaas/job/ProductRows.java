package org.rfaas.job;

import java.util.Arrays;
import org.rfaas.apps.harness.RowBlock;
import org.rfaas.offload.In;
import org.rfaas.offload.Offload;

/**
 * A rank's rows of a matrix, and their product with a vector that is another one at each step. All numbers are whole and small:
 * nothing is rounded, in whatever order it is summed up.
 */
final class ProductRows {
    /** After so many steps the vectors come again. */
    private static final int VECTORS = 1000;

    private final int rows;
    private final int columns;
    private final double[] a;
    private final double[] x;
    private final double[] product;

    /** The product with a vector of ones. */
    private final double[] sums;

    /** The product with the first vector. */
    private final double[] firstProduct;

    ProductRows(RowBlock block) {
        rows = block.count();
        columns = block.of();
        a = new double[rows * columns];
        x = new double[columns];
        product = new double[rows];
        sums = new double[rows];
        firstProduct = new double[rows];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                double element = (31 * (block.first() + i) + 17 * j) % 10;
                a[i * columns + j] = element;
                sums[i] += element;
                firstProduct[i] += element * first(j);
            }
        }
    }

    private static double first(int j) {
        return j % 7;
    }

    /** Makes a step's product with the help of workers; whether each of its elements is what it must be. */
    boolean isRight(long step) {
        double more = step % VECTORS;
        for (int j = 0; j < columns; j++) {
            x[j] = first(j) + more;
        }
        multiply(a, x, product, rows, columns);
        double[] expected = new double[rows];
        for (int i = 0; i < rows; i++) {
            expected[i] = firstProduct[i] + more * sums[i];
        }
        return Arrays.equals(product, expected);
    }

    private static void multiply(@In(stable = true) double[] a, double[] x, double[] product, int rows, int columns) {
        for (@Offload int i = 0; i < rows; i++) {
            double sum = 0;
            for (int j = 0; j < columns; j++) {
                sum += a[i * columns + j] * x[j];
            }
            product[i] = sum;
        }
    }
}
