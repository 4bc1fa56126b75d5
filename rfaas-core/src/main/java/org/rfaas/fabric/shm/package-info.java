/**
 * The {@code shm} provider: ranks and workers on one host.
 *
 * <p>Every fabric owns a private directory under /dev/shm. A memory region is a mapped file in it, so a peer's one-sided
 * work is a plain copy by the initiator. What needs the target's attention (immediates, messages) goes through a
 * lock-free ring, one a direction of a queue pair; a sleeping target is woken by futex(2). Peers meet on a unix socket,
 * which stays open for the life of the queue pair: its end of file is how the loss of a peer is noticed.
 */
@NullMarked
package org.rfaas.fabric.shm;

import org.jspecify.annotations.NullMarked;
