/**
 * What workers did, from their hands to the resource manager: a page each executor shares with its manager, and the courier
 * that carries the totals on.
 */
@NullMarked
package org.rfaas.executor.usage;

import org.jspecify.annotations.NullMarked;
