package org.rfaas.apps.image;

/** Makes a picture sample by sample, for references. */
@FunctionalInterface
interface Sampled {
    double at(int x, int y, int channel);

    /** One of the same size. */
    static Picture make(Picture like, Sampled samples) {
        return make(like.width(), like.height(), like.channels(), samples);
    }

    static Picture make(int width, int height, int channels, Sampled samples) {
        Picture picture = Picture.of(width, height, channels);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (int c = 0; c < channels; c++) {
                    picture.samples()[(y * width + x) * channels + c] = (float) samples.at(x, y, c);
                }
            }
        }
        return picture;
    }
}
