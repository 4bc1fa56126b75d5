package org.rfaas.apps.image;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import javax.imageio.IIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.event.IIOReadWarningListener;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * PNG and JPEG, through ImageIO. Grey stays grey, as a palette too, all else becomes red, green, blue; transparency is
 * dropped.
 */
final class Encoded {
    static final String DAMAGED = "is damaged: ";
    static final String TRUNCATED = "is truncated";
    private static final float JPEG_QUALITY = 0.95f;

    /** How the readers begin to speak of sound files that they do not understand; the latter of arithmetic coding. */
    private static final List<String> SIGNS_OF_SOUNDNESS = List.of("Unsupported", "Sorry");

    /** How warnings begin after which pixels are missing or wrong: of the JPEG reader, and of libjpeg in it. */
    private static final List<String> SIGNS_OF_DAMAGE =
            List.of("Truncated File", "Premature end", "Corrupt JPEG data", "Inconsistent progression");

    private Encoded() {}

    static Picture read(String format, byte[] bytes) throws IOException {
        ImageReader reader = ImageIO.getImageReadersByFormatName(format).next();
        try (ImageInputStream stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            Warnings warnings = new Warnings();
            reader.addIIOReadWarningListener(warnings);
            reader.setInput(stream, true, true);
            Pnm.requireSize(reader.getWidth(0), reader.getHeight(0));
            BufferedImage image = reader.read(0);
            if (warnings.damage != null) {
                throw new IOException(DAMAGED + warnings.damage);
            }
            requireGreyOrColours(image.getColorModel());
            return picture(image);
        } catch (EOFException e) {
            throw new IOException(TRUNCATED, e);
        } catch (IIOException e) {
            if (isTruncated(e)) {
                throw new IOException(TRUNCATED, e);
            }
            String why = root(e);
            throw new IOException((begins(why, SIGNS_OF_SOUNDNESS) ? "cannot be read: " : DAMAGED) + why, e);
        } catch (RuntimeException e) {
            // what the readers throw at some damaged files
            throw new IOException(DAMAGED + e, e);
        } finally {
            reader.dispose();
        }
    }

    private static boolean begins(String text, List<String> beginnings) {
        return beginnings.stream().anyMatch(text::startsWith);
    }

    private static boolean isTruncated(Throwable e) {
        for (@Nullable Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof EOFException) {
                return true;
            }
        }
        return false;
    }

    private static String root(Throwable e) {
        Throwable cause = e.getCause();
        String own = String.valueOf(e.getMessage());
        return cause == null ? own : own + ": " + root(cause);
    }

    /** Of four inks ImageIO does not know which of their levels is white. */
    private static void requireGreyOrColours(ColorModel model) throws IOException {
        int components = model.getColorSpace().getNumComponents();
        if (components != 1 && components != 3) {
            throw new IOException("cannot be read: it has " + components
                    + " colours a pixel, as CMYK; convert it to red, green and blue");
        }
    }

    private static Picture picture(BufferedImage image) {
        ColorModel model = image.getColorModel();
        if (model.getColorSpace().getNumComponents() == 1) {
            return levels(image);
        }
        // what has fewer than 8 bits of grey comes with a palette of them
        return model instanceof IndexColorModel palette && isGrey(palette) ? greys(image) : colours(image);
    }

    private static boolean isGrey(IndexColorModel palette) {
        for (int i = 0; i < palette.getMapSize(); i++) {
            int grey = palette.getBlue(i);
            if (palette.getRed(i) != grey || palette.getGreen(i) != grey) {
                return false;
            }
        }
        return true;
    }

    /** Not by {@code getRGB}, which would convert from linear grey. */
    private static Picture levels(BufferedImage image) {
        int width = image.getWidth();
        Raster raster = image.getRaster();
        int greatest = (1 << raster.getSampleModel().getSampleSize(0)) - 1;
        Picture picture = Picture.of(width, image.getHeight(), 1);
        int[] row = new int[width];
        for (int y = 0; y < image.getHeight(); y++) {
            raster.getSamples(0, y, width, 1, 0, row);
            for (int x = 0; x < width; x++) {
                picture.samples()[y * width + x] = Math.round(row[x] * 255f / greatest);
            }
        }
        return picture;
    }

    /** Of a palette whose red, green and blue are the same. */
    private static Picture greys(BufferedImage image) {
        int width = image.getWidth();
        Picture picture = Picture.of(width, image.getHeight(), 1);
        int[] row = new int[width];
        for (int y = 0; y < image.getHeight(); y++) {
            image.getRGB(0, y, width, 1, row, 0, width);
            for (int x = 0; x < width; x++) {
                picture.samples()[y * width + x] = row[x] & 0xff;
            }
        }
        return picture;
    }

    private static Picture colours(BufferedImage image) {
        int width = image.getWidth();
        Picture picture = Picture.of(width, image.getHeight(), 3);
        int[] row = new int[width];
        for (int y = 0; y < image.getHeight(); y++) {
            int at = y * picture.stride();
            image.getRGB(0, y, width, 1, row, 0, width);
            for (int x = 0; x < width; x++) {
                picture.samples()[at + 3 * x] = row[x] >> 16 & 0xff;
                picture.samples()[at + 3 * x + 1] = row[x] >> 8 & 0xff;
                picture.samples()[at + 3 * x + 2] = row[x] & 0xff;
            }
        }
        return picture;
    }

    static void write(String format, Picture picture, OutputStream out) throws IOException {
        boolean isGrey = picture.channels() == 1;
        BufferedImage image = new BufferedImage(
                picture.width(), picture.height(), isGrey ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB);
        WritableRaster raster = image.getRaster();
        int[] row = new int[picture.stride()];
        for (int y = 0; y < picture.height(); y++) {
            for (int e = 0; e < row.length; e++) {
                row[e] = Picture.rounded(picture.samples()[y * row.length + e]);
            }
            raster.setPixels(0, y, picture.width(), 1, row);
        }
        ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
        try (ImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
            writer.setOutput(stream);
            ImageWriteParam how = writer.getDefaultWriteParam();
            if ("jpeg".equals(format)) {
                how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
                how.setCompressionQuality(JPEG_QUALITY);
            }
            writer.write(null, new IIOImage(image, null, null), how);
        } finally {
            writer.dispose();
        }
    }

    /** Of a damaged picture the JPEG reader makes what it can, and only warns. */
    private static final class Warnings implements IIOReadWarningListener {
        private @Nullable String damage;

        @Override
        public void warningOccurred(ImageReader source, String warning) {
            if (damage == null && begins(warning, SIGNS_OF_DAMAGE)) {
                damage = warning;
            }
        }
    }
}
