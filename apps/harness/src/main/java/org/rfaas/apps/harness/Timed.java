package org.rfaas.apps.harness;

import org.rfaas.offload.report.OffloadReport;

/**
 * A result and what it took.
 *
 * @param seconds until the last rank was done, leasing included
 * @param offload what this rank's runtime did
 * @param workers this rank's leased workers at the end
 */
public record Timed<T>(T result, double seconds, OffloadReport offload, int workers) {}
