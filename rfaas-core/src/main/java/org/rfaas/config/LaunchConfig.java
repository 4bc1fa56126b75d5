package org.rfaas.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How a node starts its executors: {@code executor.sandbox}, {@code executor.podman-root}, {@code executor.aot-cache} and
 * {@code executor.pool.*}.
 *
 * @param podmanRoot folder with an unpacked image
 * @param aotCache folder; empty for one in the user's cache folder
 * @param poolSize executors kept ready
 * @param poolMemoryBytes largest lease they serve
 * @param poolMinFreeBytes they are given back while the machine has less memory available
 */
public record LaunchConfig(
        SandboxKind sandbox,
        Optional<Path> podmanRoot,
        Optional<Path> aotCache,
        int poolSize,
        long poolMemoryBytes,
        long poolMinFreeBytes) {
    public LaunchConfig {
        if (poolSize < 0 || poolMemoryBytes < 1 || poolMinFreeBytes < 0) {
            throw new IllegalArgumentException(
                    "executor.pool.size or executor.pool.min-free-memory is negative, or executor.pool.memory not positive");
        }
        if (sandbox == SandboxKind.PODMAN && podmanRoot.isEmpty()) {
            throw new IllegalArgumentException(
                    "executor.sandbox = podman needs executor.podman-root, a folder with an unpacked image");
        }
    }
}
