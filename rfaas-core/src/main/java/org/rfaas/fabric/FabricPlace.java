package org.rfaas.fabric;

import java.nio.file.Path;

/**
 * A folder through which a process that sees nothing else of this host can serve its peers. Whoever reserved it closes it
 * when that process has ended, which removes it with all that the process left there. Idempotent.
 */
public interface FabricPlace extends AutoCloseable {
    /** Has the same name wherever it is seen. */
    Path path();

    @Override
    void close();
}
