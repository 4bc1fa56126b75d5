package org.rfaas.apps.image;

import java.util.Arrays;
import org.rfaas.apps.harness.InputException;
import org.rfaas.apps.harness.RowBlock;

/**
 * What a filter finds beyond the edge.
 *
 * @param value of every sample there when the border is constant
 */
record Edge(Border border, float value) {
    /** The sample at any place, inside or beyond. */
    float at(Picture picture, int x, int y, int channel) {
        int column = border.map(x, picture.width());
        int row = border.map(y, picture.height());
        return column < 0 || row < 0 ? value : picture.at(column, row, channel);
    }

    /**
     * Some rows of a picture with what filters look at around them: so many rows above and below, columns on both sides.
     *
     * @throws InputException when they are too large for an array
     */
    Picture surround(Picture picture, RowBlock rows, int vertical, int horizontal) throws InputException {
        long width = picture.width() + 2L * horizontal;
        long height = rows.count() + 2L * vertical;
        if (!Picture.fits(width, height, picture.channels())) {
            throw new InputException(picture.width() + "x" + rows.count()
                    + " pixels and what the filter looks at around them, " + width + "x" + height
                    + " pixels, are more than fit an array; use a smaller filter, or more ranks");
        }
        Picture wide = Picture.of((int) width, (int) height, picture.channels());
        for (int y = 0; y < wide.height(); y++) {
            int row = border.map(rows.first() + y - vertical, picture.height());
            int at = y * wide.stride();
            if (row < 0) {
                Arrays.fill(wide.samples(), at, at + wide.stride(), value);
            } else {
                surroundRow(picture, row, wide, y, horizontal);
            }
        }
        return wide;
    }

    private void surroundRow(Picture picture, int row, Picture wide, int y, int horizontal) {
        int channels = picture.channels();
        int at = y * wide.stride() + horizontal * channels;
        System.arraycopy(picture.samples(), row * picture.stride(), wide.samples(), at, picture.stride());
        for (int c = 0; c < channels; c++) {
            for (int x = 1; x <= horizontal; x++) {
                wide.samples()[at - x * channels + c] = at(picture, -x, row, c);
                wide.samples()[at + (picture.width() - 1 + x) * channels + c] =
                        at(picture, picture.width() - 1 + x, row, c);
            }
        }
    }
}
