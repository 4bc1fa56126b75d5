package org.rfaas.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A file that an option names to be written: refused before the work rather than after it. */
public final class WritableFile implements ITypeConverter<Path> {
    @Override
    public Path convert(String value) {
        Path path = Path.of(value);
        Path folder = path.toAbsolutePath().getParent();
        if (folder == null || Files.isDirectory(path)) {
            throw new TypeConversionException(value + " is a folder");
        }
        if (!Files.isDirectory(folder)) {
            throw new TypeConversionException("there is no folder " + folder);
        }
        if (!Files.isWritable(Files.exists(path) ? path : folder)) {
            throw new TypeConversionException("no right to write " + value);
        }
        return path;
    }
}
