package org.rfaas.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.rfaas.file.Obstacle;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** As {@link WritableFile}, for a file that is written beside its place and renamed: there it is the folder that matters. */
public final class ReplaceableFile implements ITypeConverter<Path> {
    @Override
    public Path convert(String value) {
        Path path = Path.of(value);
        Optional<String> obstacle = Obstacle.toReplacing(path);
        if (obstacle.isPresent()) {
            throw new TypeConversionException(obstacle.get());
        }
        return path;
    }
}
