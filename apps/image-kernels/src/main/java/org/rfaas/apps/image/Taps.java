package org.rfaas.apps.image;

/**
 * From which pixels of a line each pixel of a shorter one is made.
 *
 * @param starts the first of them
 * @param count how many, the same for all
 * @param weights {@code count} for each pixel of the result; they add up to 1
 */
record Taps(int[] starts, int count, float[] weights) {
    /** For {@code to} pixels from {@code from}. */
    static Taps of(Resampling method, int from, int to) {
        double scale = (double) from / to;
        int count = Math.min(from, (int) Math.ceil(2 * method.support(scale)) + 1);
        int[] starts = new int[to];
        float[] weights = new float[to * count];
        for (int i = 0; i < to; i++) {
            double middle = (i + 0.5) * scale;
            int first = (int) Math.floor(middle - method.support(scale));
            starts[i] = Math.clamp(first, 0, from - count);
            double sum = 0;
            for (int t = 0; t < count; t++) {
                sum += method.weight(starts[i] + t + 0.5 - middle, scale);
            }
            for (int t = 0; t < count; t++) {
                weights[i * count + t] = (float) (method.weight(starts[i] + t + 0.5 - middle, scale) / sum);
            }
        }
        return new Taps(starts, count, weights);
    }
}
