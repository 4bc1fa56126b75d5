package org.rfaas.executor.usage;

import java.io.IOException;
import java.nio.file.Path;
import org.rfaas.file.FileTree;
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
            FileTree.delete(folder);
        } catch (IOException e) {
            LOG.warn("{} is left behind: {}", folder, e.getMessage());
        }
    }
}
