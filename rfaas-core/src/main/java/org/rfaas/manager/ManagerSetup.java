package org.rfaas.manager;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.rfaas.accounting.Accounting;
import org.rfaas.lease.ClusterKey;

/**
 * What a resource manager works with.
 *
 * @param key signs certificates; executor managers must have the same
 * @param sendTimeout a peer that takes no message for so long is disconnected
 * @param accounting who keeps the bill, if somebody does; asked for once the location is taken, and served from the first
 *     client on; stays the caller's, to be closed after the resource manager
 * @param stateDirectory where leases and decisions of operators outlive the process; empty: they do not
 */
public record ManagerSetup(
        ClusterKey key,
        LeaseTerms terms,
        InstantSource clock,
        Duration sendTimeout,
        Supplier<Optional<Accounting>> accounting,
        Optional<Path> stateDirectory) {}
