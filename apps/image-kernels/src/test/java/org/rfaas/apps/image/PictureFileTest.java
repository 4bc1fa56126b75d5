package org.rfaas.apps.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rfaas.apps.harness.InputException;

class PictureFileTest {
    private static final Picture COLOURED = SamplePicture.of(37, 21, 4);

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"a.png", "a.PPM"})
    void shouldReadWhatItWrote(String name) throws InputException {
        Path file = folder.resolve(name);
        PictureFile.write(file, COLOURED);
        assertThat(PictureFile.read(file).distanceTo(COLOURED)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.png", "a.pgm", "a.jpg"})
    void shouldKeepGreyGrey(String name) throws InputException {
        Path file = folder.resolve(name);
        Picture grey = SamplePicture.of(20, 10, 4).grey().rounded();
        PictureFile.write(file, grey);
        Picture read = PictureFile.read(file);
        assertThat(read.channels()).isEqualTo(1);
        assertThat(read.distanceTo(grey)).isCloseTo(0, within(name.endsWith("jpg") ? 25.0 : 0.0));
    }

    /** ImageIO reads them with a palette. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void shouldKeepGreyOfFewBitsGrey(int bits) throws IOException, InputException {
        int greatest = (1 << bits) - 1;
        byte[] levels = new byte[1 << bits];
        for (int i = 0; i <= greatest; i++) {
            levels[i] = (byte) (255 * i / greatest);
        }
        Picture read = readPalette(new IndexColorModel(bits, levels.length, levels, levels, levels), 0, 1, greatest);
        assertThat(read.channels()).isEqualTo(1);
        assertThat(read.samples()).containsExactly(0, Byte.toUnsignedInt(levels[1]), 255);
    }

    @Test
    void shouldReadAPaletteOfColours() throws IOException, InputException {
        byte[] same = {0, 100};
        Picture read = readPalette(new IndexColorModel(1, 2, same, same, new byte[] {0, 101}), 1);
        assertThat(read.channels()).isEqualTo(3);
        assertThat(read.samples()).containsExactly(100, 100, 101);
    }

    private Picture readPalette(IndexColorModel palette, int... indices) throws IOException, InputException {
        BufferedImage image = new BufferedImage(indices.length, 1, BufferedImage.TYPE_BYTE_BINARY, palette);
        image.getRaster().setPixels(0, 0, indices.length, 1, indices);
        Path file = folder.resolve("palette.png");
        ImageIO.write(image, "png", file.toFile());
        return PictureFile.read(file);
    }

    @Test
    void shouldScaleSixteenBitsToEight() throws IOException, InputException {
        BufferedImage deep = new BufferedImage(3, 1, BufferedImage.TYPE_USHORT_GRAY);
        deep.getRaster().setPixels(0, 0, 3, 1, new int[] {0, 100 * 257, 65535});
        Path file = folder.resolve("deep.png");
        ImageIO.write(deep, "png", file.toFile());
        assertThat(PictureFile.read(file).samples()).containsExactly(0, 100, 255);
    }

    @Test
    void shouldComeCloseInJpeg() throws InputException {
        Path file = folder.resolve("a.jpeg");
        Picture smooth = Sampled.make(32, 32, 3, (x, y, c) -> 4 * x + 3 * y + c);
        PictureFile.write(file, smooth);
        assertThat(PictureFile.read(file).distanceTo(smooth)).isLessThan(12);
    }

    @Test
    void shouldRoundToTheNearestAndCutOff() throws InputException {
        Path file = folder.resolve("a.pgm");
        PictureFile.write(file, new Picture(6, 1, 1, new float[] {-3, 0.5f, 1.5f, 2.4f, 254.6f, 999}));
        assertThat(PictureFile.read(file).samples()).containsExactly(0, 0, 2, 2, 255, 255);
    }

    @Test
    void shouldReadPlainFormatsWithCommentsAndFewerLevels() throws IOException, InputException {
        assertThat(read("P2\n# a comment\n3 1 # another\n100\n0 50\n100").samples())
                .containsExactly(0, 128, 255);
        Picture coloured = read("P3 1 2 255 1 2 3 4 5 6");
        assertThat(coloured.channels()).isEqualTo(3);
        assertThat(coloured.at(0, 1, 2)).isEqualTo(6);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|neither PNG nor JPEG nor PPM",
                "GIF89a|neither PNG nor JPEG nor PPM",
                "P7 1 1|neither PNG nor JPEG nor PPM",
                "P5 0 4 255 |is 0 x 4 pixels",
                "P6 4 0 255 |is 4 x 0 pixels",
                "P5 2 2 255 ab|is truncated",
                "P6 99999 99999 255 x|more than fit an array",
                "P5 20000 20000 255 x|is truncated",
                "P2 2 1 255 7|is truncated before its sample 2",
                "P2 2 1 255 7 x|sample 2 of 2 at byte 13 is not a number",
                "P2 2 1 9 7 10|sample 2 is 10, more than",
                "P5 2 1 65535 abcd|greatest level 65535",
                "P5 x 1 255 a|width at byte 3 is not a number",
                "P5 99999999999 1 255 a|width at byte 3 is not a number",
                "P5|is truncated before its width"
            })
    void shouldRefuseADamagedFileByOneLine(String content, String complaint) {
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> read(content))
                .withMessageContaining(complaint)
                .withMessageStartingWith(folder.resolve("in").toString())
                .extracting(e -> e.getMessage().lines().count())
                .isEqualTo(1L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.png", "a.jpg", "a.ppm"})
    void shouldRefuseAFileCutOffAnywhere(String name) throws IOException, InputException {
        Path whole = folder.resolve(name);
        PictureFile.write(whole, COLOURED);
        byte[] bytes = Files.readAllBytes(whole);
        Path cut = folder.resolve("cut");
        // the last bytes of a PNG and a JPEG say only that it ends
        for (int length = 0; length < bytes.length - 16; length += 1 + bytes.length / 60) {
            Files.write(cut, Arrays.copyOf(bytes, length));
            assertThatExceptionOfType(InputException.class)
                    .as("%d of %d bytes", length, bytes.length)
                    .isThrownBy(() -> PictureFile.read(cut))
                    .withMessageStartingWith(cut.toString());
        }
    }

    @Test
    void shouldCallAPngWithoutAllOfItsPixelsTruncated() throws IOException, InputException {
        Path file = folder.resolve("a.png");
        PictureFile.write(file, COLOURED);
        byte[] png = Files.readAllBytes(file);
        int pixels = startOf("IDAT", png);
        for (int length : new int[] {pixels, pixels + 40, png.length - 40}) {
            Path cut = write("cut.png", Arrays.copyOf(png, length));
            assertThatExceptionOfType(InputException.class)
                    .isThrownBy(() -> PictureFile.read(cut))
                    .withMessage(cut + ": is truncated");
        }
    }

    @Test
    void shouldRefuseAJpegOfFourInks() throws IOException {
        WritableRaster inks = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 16, 16, 4, null);
        ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (ImageOutputStream stream = ImageIO.createImageOutputStream(jpeg)) {
            writer.setOutput(stream);
            writer.write(null, new IIOImage(inks, null, null), null);
        } finally {
            writer.dispose();
        }
        Path file = write("inks.jpg", jpeg.toByteArray());
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> PictureFile.read(file))
                .withMessageStartingWith(file + ": cannot be read: it has 4 colours a pixel, as CMYK");
    }

    /** ImageIO reads it, with another colour. */
    @Test
    void shouldRefuseAPngWithADamagedPalette() throws IOException {
        BufferedImage image = new BufferedImage(4, 3, BufferedImage.TYPE_BYTE_INDEXED);
        Path file = folder.resolve("palette.png");
        ImageIO.write(image, "png", file.toFile());
        byte[] png = Files.readAllBytes(file);
        png[startOf("PLTE", png)] ^= 0x40;
        Path damaged = write("damaged.png", png);
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> PictureFile.read(damaged))
                .withMessage(damaged + ": is damaged: the checksum of a chunk is wrong");
    }

    @Test
    void shouldNotMindWhatAPngSaysBesideItsPixels() throws IOException, InputException {
        Path file = folder.resolve("a.png");
        PictureFile.write(file, COLOURED);
        byte[] png = Files.readAllBytes(file);
        int pixels = startOf("IDAT", png) - 8;
        byte[] wrongChecksum = {0, 0, 0, 1, 't', 'E', 'X', 't', 'x', 1, 2, 3, 4};
        ByteArrayOutputStream annotated = new ByteArrayOutputStream();
        annotated.write(png, 0, pixels);
        annotated.writeBytes(wrongChecksum);
        annotated.write(png, pixels, png.length - pixels);
        annotated.writeBytes("and more".getBytes(StandardCharsets.US_ASCII));
        assertThat(PictureFile.read(write("annotated.png", annotated.toByteArray()))
                        .distanceTo(COLOURED))
                .isZero();
    }

    /** Where the content of the first chunk of a type starts. */
    private static int startOf(String type, byte[] png) {
        return new String(png, StandardCharsets.ISO_8859_1).indexOf(type) + type.length();
    }

    @Test
    void shouldReadAnInterlacedPng() throws IOException, InputException {
        BufferedImage image = new BufferedImage(COLOURED.width(), COLOURED.height(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                image.setRGB(x, y, x << 16 | y << 8 | x + y);
            }
        }
        Path file = folder.resolve("interlaced.png");
        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        try (ImageOutputStream stream = ImageIO.createImageOutputStream(file.toFile())) {
            writer.setOutput(stream);
            ImageWriteParam how = writer.getDefaultWriteParam();
            how.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
            writer.write(null, new IIOImage(image, null, null), how);
        } finally {
            writer.dispose();
        }
        Picture expected = Sampled.make(
                image.getWidth(),
                image.getHeight(),
                3,
                (x, y, c) -> List.of(x, y, x + y).get(c));
        assertThat(PictureFile.read(file).distanceTo(expected)).isZero();
    }

    /** Lossless and arithmetically coded JPEG, by the marker of the frame; and 12 bits a sample. */
    @ParameterizedTest
    @CsvSource({"1, 0xc3, Unsupported JPEG process", "1, 0xc9, Sorry", "4, 12, Unsupported JPEG data precision 12"})
    void shouldNotCallDamagedWhatTheReaderDoesNotUnderstand(int at, int value, String why)
            throws IOException, InputException {
        Path file = folder.resolve("a.jpg");
        PictureFile.write(file, COLOURED);
        byte[] jpeg = Files.readAllBytes(file);
        jpeg[frame(jpeg) + at] = (byte) value;
        Files.write(file, jpeg);
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> PictureFile.read(file))
                .withMessageStartingWith(file + ": cannot be read: " + why);
    }

    private static int frame(byte[] jpeg) {
        return new String(jpeg, StandardCharsets.ISO_8859_1).indexOf("\u00ff\u00c0");
    }

    @Test
    void shouldReadWhatTheReaderOnlyWarnsOf() throws IOException, InputException {
        Path file = folder.resolve("a.jpg");
        PictureFile.write(file, COLOURED);
        Path odd = write("odd.jpg", withSegment(Files.readAllBytes(file), 0xe2, "ICC_PROFILE\0\1\1no profile"));
        assertThat(PictureFile.read(odd).distanceTo(PictureFile.read(file))).isZero();
    }

    /** A JPEG file with one more segment before its tables. */
    private static byte[] withSegment(byte[] jpeg, int marker, String content) throws IOException {
        int at = 4 + (jpeg[4] << 8 | jpeg[5]);
        ByteArrayOutputStream longer = new ByteArrayOutputStream();
        longer.write(jpeg, 0, at);
        longer.write(new byte[] {(byte) 0xff, (byte) marker, 0, (byte) (content.length() + 2)});
        longer.write(content.getBytes(StandardCharsets.ISO_8859_1));
        longer.write(jpeg, at, jpeg.length - at);
        return longer.toByteArray();
    }

    private Path write(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content);
    }

    @Test
    void shouldRefuseAPictureWithDamageInTheMiddle() throws IOException, InputException {
        Path file = folder.resolve("hole.jpg");
        PictureFile.write(file, COLOURED);
        byte[] jpeg = Files.readAllBytes(file);
        Arrays.fill(jpeg, jpeg.length - 200, jpeg.length - 150, (byte) 0xff);
        jpeg[jpeg.length - 150] = (byte) 0xd0;
        Files.write(file, jpeg);
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> PictureFile.read(file))
                .withMessageContaining("is damaged: Corrupt JPEG data");
    }

    private Picture read(String text) throws IOException, InputException {
        return PictureFile.read(Files.write(folder.resolve("in"), text.getBytes(StandardCharsets.ISO_8859_1)));
    }
}
