package org.rfaas.executor.usage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder that one executor has to itself, with its usage page in it. A sandbox that lets an executor write to its own box
 * alone keeps it from the counters of others.
 */
public record UsageBox(Path folder) {
    private static final Logger LOG = LoggerFactory.getLogger(UsageBox.class);
    private static final String PAGE = "usage";

    /** The page, for the executor's command line. */
    public Path page() {
        return folder.resolve(PAGE);
    }

    /** Removes page and folder, whatever else an executor may have left there. */
    public void delete() {
        try {
            if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                deleteAll();
            }
        } catch (IOException | UncheckedIOException e) { // a walk throws either
            LOG.warn("{} is left behind: {}", folder, e.getMessage());
        }
    }

    private void deleteAll() throws IOException {
        try (var left = Files.walk(folder)) {
            for (Path path : left.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
