package org.rfaas.apps.image;

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

    /** Some rows of a picture with what filters look at around them: so many rows above and below, columns on both sides. */
    Picture surround(Picture picture, RowBlock rows, int vertical, int horizontal) {
        Picture wide = Picture.of(picture.width() + 2 * horizontal, rows.count() + 2 * vertical, picture.channels());
        for (int y = 0; y < wide.height(); y++) {
            int row = border.map(rows.first() + y - vertical, picture.height());
            for (int x = 0; x < wide.width(); x++) {
                int column = border.map(x - horizontal, picture.width());
                for (int c = 0; c < wide.channels(); c++) {
                    wide.samples()[y * wide.stride() + x * wide.channels() + c] =
                            column < 0 || row < 0 ? value : picture.at(column, row, c);
                }
            }
        }
        return wide;
    }
}
