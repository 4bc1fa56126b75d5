package org.rfaas.apps.image;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** The portable grey and colour formats P2, P3, P5 and P6 with up to 255 levels (Netpbm: pgm(5), ppm(5)). */
final class Pnm {
    private static final int GREATEST = 255;
    private final byte[] bytes;
    private int at = 2;

    private Pnm(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Reads the first picture. */
    static Picture read(byte[] bytes) throws IOException {
        return new Pnm(bytes).read();
    }

    private Picture read() throws IOException {
        boolean isBinary = bytes[1] >= '5';
        int channels = (bytes[1] - '0') % 3 == 0 ? 3 : 1;
        int width = number("width");
        int height = number("height");
        requireSize(width, height);
        int levels = number("greatest level");
        if (levels < 1 || levels > GREATEST) {
            throw new IOException("greatest level " + levels + " is not in 1.." + GREATEST);
        }
        long samples = (long) width * height * channels;
        if (isBinary) {
            at++;
            if (bytes.length - at < samples) {
                throw new IOException(
                        "is truncated: " + Math.max(0, bytes.length - at) + " of " + samples + " samples");
            }
        } else if ((bytes.length - at) / 2 < samples - 1) {
            throw new IOException("is truncated: " + width + " x " + height + " pixels do not fit in what is there");
        }
        Picture picture = Picture.of(width, height, channels);
        for (int i = 0; i < samples; i++) {
            int level = isBinary ? bytes[at++] & 0xff : number("sample " + (i + 1) + " of " + samples);
            if (level > levels) {
                throw new IOException(
                        "sample " + (i + 1) + " is " + level + ", more than the greatest level " + levels);
            }
            picture.samples()[i] = levels == GREATEST ? level : Math.round(level * (float) GREATEST / levels);
        }
        return picture;
    }

    /** Fits a picture into an array, and is one at all. */
    static void requireSize(int width, int height) throws IOException {
        if (width < 1 || height < 1) {
            throw new IOException("is " + width + " x " + height + " pixels; a picture has at least one");
        }
        if (!Picture.fits(width, height, 3)) {
            throw new IOException("is " + width + " x " + height + " pixels, more than fit an array");
        }
    }

    private int number(String what) throws IOException {
        skipBlanks();
        int from = at;
        long value = 0;
        while (at < bytes.length && bytes[at] >= '0' && bytes[at] <= '9' && value <= Integer.MAX_VALUE) {
            value = 10 * value + bytes[at++] - '0';
        }
        if (at == bytes.length && at == from) {
            throw new IOException("is truncated before its " + what);
        }
        if (at == from || value > Integer.MAX_VALUE) {
            throw new IOException(what + " at byte " + from + " is not a number");
        }
        return (int) value;
    }

    private void skipBlanks() {
        while (at < bytes.length && (Character.isWhitespace(bytes[at]) || bytes[at] == '#')) {
            if (bytes[at] == '#') {
                while (at < bytes.length && bytes[at] != '\n') {
                    at++;
                }
            } else {
                at++;
            }
        }
    }

    /** Writes P5 or P6; a grey picture's samples are repeated for three channels. */
    static void write(Picture picture, int channels, OutputStream out) throws IOException {
        String header = "P" + (channels == 3 ? 6 : 5) + "\n" + picture.width() + " " + picture.height() + "\n255\n";
        out.write(header.getBytes(StandardCharsets.US_ASCII));
        int repeat = channels / picture.channels();
        byte[] samples = new byte[picture.samples().length * repeat];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) Picture.rounded(picture.samples()[i / repeat]);
        }
        out.write(samples);
    }
}
