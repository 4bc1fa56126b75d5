/**
 * The fabric: a small service-provider interface with verbs semantics.
 *
 * <p>The control path (open, allocate, listen, connect, close) may be slow and throws {@link
 * org.rfaas.fabric.FabricException}. The data path (write, read, fetch-and-add, send, poll) neither allocates nor
 * throws for back-pressure: it answers {@link org.rfaas.fabric.PostResult#WOULD_BLOCK}, and work that failed arrives as
 * a completion with a status. The terms are those of the verbs specification (InfiniBand Architecture, Vol. 1, ch. 11).
 */
@NullMarked
package org.rfaas.fabric;

import org.jspecify.annotations.NullMarked;
