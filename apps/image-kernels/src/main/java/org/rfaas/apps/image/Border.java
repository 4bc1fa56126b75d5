package org.rfaas.apps.image;

/** What lies beyond a picture's edge. */
enum Border {
    /** {@code dcba|abcd|dcba}: reflect in scipy.ndimage and scikit-image, BORDER_REFLECT in OpenCV. */
    REFLECT,
    /** {@code aaaa|abcd|dddd}: nearest in scipy.ndimage and scikit-image, BORDER_REPLICATE in OpenCV. */
    REPLICATE,
    /** {@code kkkk|abcd|kkkk}: constant in scipy.ndimage and scikit-image, BORDER_CONSTANT in OpenCV. */
    CONSTANT;

    /** The place inside of {@code 0 <= i < n} whose sample stands at i, or -1 for the constant. */
    int map(int i, int n) {
        if (i >= 0 && i < n) {
            return i;
        }
        return switch (this) {
            case REFLECT -> {
                int turn = Math.floorMod(i, 2 * n);
                yield turn < n ? turn : 2 * n - 1 - turn;
            }
            case REPLICATE -> i < 0 ? 0 : n - 1;
            case CONSTANT -> -1;
        };
    }
}
