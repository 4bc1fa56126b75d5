package org.rfaas.apps.image;

import java.util.function.UnaryOperator;
import org.rfaas.apps.harness.RowBlock;

/** What is done to a picture; docs/image-kernels.md defines each. */
sealed interface Filter permits Bilateral, Convolution, Equalisation, Gaussian, Median, Sobel, Thumbnail {
    /** Width of the result. */
    default int width(Picture picture) {
        return picture.width();
    }

    /** Height of the result. */
    default int height(Picture picture) {
        return picture.height();
    }

    /**
     * Some rows of the result, by offloaded loops.
     *
     * @param picture all of it
     * @param rows of the result
     * @param sum adds up what several ranks found in their rows, if they share the picture
     */
    Picture apply(Picture picture, RowBlock rows, UnaryOperator<long[]> sum);

    /** All of the result, as simply as can be, sample by sample. */
    Picture reference(Picture picture);

    /** All of the result, for a rank that has the picture to itself. */
    default Picture apply(Picture picture) {
        return apply(picture, RowBlock.share(height(picture), 0, 1), UnaryOperator.identity());
    }
}
