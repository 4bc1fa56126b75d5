package org.rfaas.apps.image;

import java.util.function.IntConsumer;
import java.util.function.UnaryOperator;
import org.rfaas.apps.harness.InputException;
import org.rfaas.apps.harness.RowBlock;

/**
 * What is done to a picture; docs/image-kernels.md defines each. Loops are over rows. Where a filter looks around a pixel, they
 * read surrounded rows ({@link Edge#surround}), so that an iteration reads its row and those around it and never asks where the
 * edge is.
 */
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
     * Gets ready to make some rows of the result by offloaded loops. What they read is made here, once, and does not change,
     * so that workers may keep it when the rows are made again.
     *
     * @param picture all of it
     * @param rows of the result
     * @param sum adds up what several ranks found in their rows, if they share the picture
     * @throws InputException when what the filter works on is too large for an array
     */
    Result prepare(Picture picture, RowBlock rows, UnaryOperator<long[]> sum) throws InputException;

    /** Makes the rows, in the same picture each time, so that making them again takes no more memory. */
    @FunctionalInterface
    interface Result {
        Picture make();

        /**
         * Makes them so often. Before the last time they are forgotten, so that what is returned is what that time made.
         *
         * @param done is told how often they were made, before they are made again
         */
        default Picture make(int runs, IntConsumer done) {
            Picture rows = make();
            for (int before = 1; before < runs; before++) {
                done.accept(before);
                if (before == runs - 1) {
                    rows.forget();
                }
                rows = make();
            }
            return rows;
        }
    }

    /** All of the result, as simply as can be, sample by sample. */
    Picture reference(Picture picture);

    /** As {@link #prepare}, for a rank that has the picture to itself. */
    default Result prepare(Picture picture) throws InputException {
        return prepare(picture, RowBlock.share(height(picture), 0, 1), UnaryOperator.identity());
    }
}
