package org.rfaas.config;

import java.nio.file.Path;
import java.util.Optional;
import org.rfaas.lease.LeaseRequest;

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
        if (poolSize < 0) {
            throw new IllegalArgumentException("executor.pool.size is negative");
        }
        if (poolMemoryBytes < LeaseRequest.MIN_MEMORY_BYTES) {
            throw new IllegalArgumentException("executor.pool.memory is less than the 1 MiB of the smallest lease");
        }
        if (poolMinFreeBytes < 0) {
            throw new IllegalArgumentException("executor.pool.min-free-memory is negative");
        }
        if (sandbox == SandboxKind.PODMAN && podmanRoot.isEmpty()) {
            throw new IllegalArgumentException(
                    "executor.sandbox = podman needs executor.podman-root, a folder with an unpacked image");
        }
    }
}
