package org.rfaas.executor.sandbox;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What one sandboxed process sees of the host, beside the system's libraries.
 *
 * @param readable files and folders it reads, each under its own name
 * @param writable the one folder it shares with its peers, under its own name; empty when the network serves it
 * @param network whether it gets the host's network and RDMA devices
 */
public record Room(List<Path> readable, Optional<Path> writable, boolean network) {
    public Room {
        readable = List.copyOf(readable);
    }
}
