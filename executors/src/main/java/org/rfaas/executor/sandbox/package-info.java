/**
 * What holds an executor: what it sees (bubblewrap or podman), what it may ask of the kernel (seccomp), and how much
 * it may take (control groups). Knows nothing of leases or executors.
 */
@NullMarked
package org.rfaas.executor.sandbox;

import org.jspecify.annotations.NullMarked;
