package org.rfaas.apps.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.rfaas.apps.harness.InputException;
import org.rfaas.apps.harness.InputFile;
import org.rfaas.apps.harness.OutputFile;
import org.rfaas.file.FileProblem;

/** Pictures in files: what one is follows from its first bytes when reading, from its name when writing. */
final class PictureFile {
    /** Formats that can be read and written. */
    enum Format {
        PNG,
        JPEG,
        PPM,
        PGM
    }

    private PictureFile() {}

    static Picture read(Path path) throws InputException {
        byte[] bytes = bytes(path);
        try {
            return switch (format(bytes, path)) {
                case PNG -> {
                    PngChunks.requireSound(bytes);
                    yield Encoded.read("png", bytes);
                }
                case JPEG -> Encoded.read("jpeg", bytes);
                case PPM, PGM -> Pnm.read(bytes);
            };
        } catch (IOException e) {
            throw new InputException(path + ": " + e.getMessage());
        }
    }

    private static byte[] bytes(Path path) throws InputException {
        InputFile.requireRepeatable(path);
        try {
            return Files.readAllBytes(path);
        } catch (NoSuchFileException e) {
            throw new InputException(path + ": no such file");
        } catch (IOException e) {
            throw new InputException(path + ": cannot be read: " + FileProblem.reason(e));
        }
    }

    private static Format format(byte[] bytes, Path path) throws InputException {
        if (startsWith(bytes, 0x89, 'P', 'N', 'G')) {
            return Format.PNG;
        }
        if (startsWith(bytes, 0xff, 0xd8, 0xff)) {
            return Format.JPEG;
        }
        if (bytes.length > 1 && bytes[0] == 'P' && "2356".indexOf(bytes[1]) >= 0) {
            return Format.PPM;
        }
        throw new InputException(path + ": neither PNG nor JPEG nor PPM (P2, P3, P5, P6), by its first bytes");
    }

    private static boolean startsWith(byte[] bytes, int... magic) {
        for (int i = 0; i < magic.length; i++) {
            if (i >= bytes.length || (bytes[i] & 0xff) != magic[i]) {
                return false;
            }
        }
        return true;
    }

    /** The format that a name asks for. */
    static Optional<Format> formatOf(Path path) {
        String name = path.toString().toLowerCase(Locale.ROOT);
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "png" -> Optional.of(Format.PNG);
            case "jpg", "jpeg" -> Optional.of(Format.JPEG);
            case "ppm" -> Optional.of(Format.PPM);
            case "pgm" -> Optional.of(Format.PGM);
            default -> Optional.empty();
        };
    }

    static void requireWritable(Path path) throws InputException {
        if (formatOf(path).isEmpty()) {
            throw new InputException("--output " + path + ": name it .png, .jpg, .ppm or .pgm");
        }
        OutputFile.requireWritable("--output", path);
    }

    static void write(Path path, Picture picture) throws InputException {
        Format format = formatOf(path)
                .orElseThrow(() -> new InputException("--output " + path + ": name it .png, .jpg, .ppm or .pgm"));
        OutputFile.write("--output", path, out -> {
            switch (format) {
                case PNG -> Encoded.write("png", picture, out);
                case JPEG -> Encoded.write("jpeg", picture, out);
                case PPM -> Pnm.write(picture, 3, out);
                case PGM -> Pnm.write(picture.grey(), 1, out);
            }
        });
    }
}
