/** Executors that were started before anybody asked for them. */
@NullMarked
package org.rfaas.executor.pool;

import org.jspecify.annotations.NullMarked;
