package org.rfaas.apps.image;

/** By which weights a line of pixels becomes a shorter one. */
enum Resampling {
    /** The mean of what a pixel of the result covers, parts of pixels by their part: INTER_AREA in OpenCV. */
    AREA {
        @Override
        double support(double scale) {
            return scale / 2;
        }

        @Override
        double weight(double distance, double scale) {
            // how much of the pixel lies in what the result's pixel covers
            double left = Math.max(distance - 0.5, -scale / 2);
            double right = Math.min(distance + 0.5, scale / 2);
            return Math.max(0, right - left);
        }
    },
    /** Lanczos's window of three lobes, widened by the scale: LANCZOS in Pillow. */
    LANCZOS {
        @Override
        double support(double scale) {
            return LOBES * scale;
        }

        @Override
        double weight(double distance, double scale) {
            double x = distance / scale;
            return Math.abs(x) >= LOBES ? 0 : sinc(x) * sinc(x / LOBES);
        }
    };

    private static final int LOBES = 3;

    /** How far from the middle pixels count, in pixels of the source. */
    abstract double support(double scale);

    /**
     * Weight, before all are divided by their sum.
     *
     * @param distance of a pixel's middle from that of the result's pixel, in pixels of the source
     * @param scale pixels of the source to one of the result
     */
    abstract double weight(double distance, double scale);

    private static double sinc(double x) {
        return x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
    }
}
