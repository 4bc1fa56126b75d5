package org.rfaas.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.rfaas.file.Obstacle;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A file that an option names to be written: refused before the work rather than after it. */
public final class WritableFile implements ITypeConverter<Path> {
    @Override
    public Path convert(String value) {
        Path path = Path.of(value);
        Optional<String> obstacle = Obstacle.toWriting(path);
        if (obstacle.isPresent()) {
            throw new TypeConversionException(obstacle.get());
        }
        return path;
    }
}
