package org.rfaas.executor.sandbox;

import java.nio.file.Path;
import java.util.List;

/**
 * What one sandboxed process sees of the host, beside the system's libraries.
 *
 * @param readable files and folders it reads, each under its own name
 * @param writable folders it shares with its peers, each under its own name
 * @param network whether it gets the host's network and RDMA devices
 */
public record HostAccess(List<Path> readable, List<Path> writable, boolean network) {
    public HostAccess {
        readable = List.copyOf(readable);
        writable = List.copyOf(writable);
    }
}
