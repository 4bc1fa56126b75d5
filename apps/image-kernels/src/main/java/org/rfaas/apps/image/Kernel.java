package org.rfaas.apps.image;

import java.util.Arrays;
import java.util.StringTokenizer;
import org.rfaas.apps.harness.InputException;
import org.rfaas.text.Decimal;

/**
 * Weights of a convolution; an odd number of rows and of columns, so that one is in the middle.
 *
 * @param weights row by row
 */
record Kernel(int width, int height, float[] weights) {
    private static final int MOST = 255;
    private static final String BETWEEN = " \t\r\n,";

    Kernel {
        if (width % 2 == 0 || height % 2 == 0 || weights.length != width * height) {
            throw new IllegalArgumentException(width + " x " + height + " weights");
        }
    }

    /** Rows separated by semicolons, weights by blanks or commas. */
    static Kernel parse(String text) throws InputException {
        String[] rows = text.strip().split(";", -1);
        float[] weights = {};
        int width = new StringTokenizer(rows[0], BETWEEN).countTokens();
        for (String row : rows) {
            StringTokenizer words = new StringTokenizer(row, BETWEEN);
            int count = words.countTokens();
            if (count != width) {
                throw new InputException("--kernel: a row has " + count + " weights, the first has " + width);
            }
            int at = weights.length;
            weights = Arrays.copyOf(weights, at + width);
            for (int i = 0; i < width; i++) {
                weights[at + i] = weight(words.nextToken());
            }
        }
        if (width % 2 == 0 || rows.length % 2 == 0 || width > MOST || rows.length > MOST) {
            throw new InputException("--kernel: " + rows.length + " x " + width
                    + " weights; it needs an odd number of rows and of columns, at most " + MOST);
        }
        return new Kernel(width, rows.length, weights);
    }

    private static float weight(String word) throws InputException {
        try {
            float weight = (float) Decimal.parse(word);
            if (Float.isFinite(weight)) {
                return weight;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new InputException("--kernel: '" + word + "' is not a finite number");
    }

    /** With weights that add up to 1. */
    Kernel normalised() throws InputException {
        double sum = 0;
        for (float weight : weights) {
            sum += weight;
        }
        if (!(Math.abs(sum) > 1e-6)) {
            throw new InputException("--normalize: the kernel's weights add up to 0");
        }
        float[] scaled = new float[weights.length];
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = (float) (weights[i] / sum);
        }
        return new Kernel(width, height, scaled);
    }

    float at(int column, int row) {
        return weights[row * width + column];
    }

    /** The weights in reverse, as a loop that adds up neighbours in order needs them. */
    float[] turned() {
        float[] turned = new float[weights.length];
        for (int i = 0; i < turned.length; i++) {
            turned[i] = weights[weights.length - 1 - i];
        }
        return turned;
    }
}
