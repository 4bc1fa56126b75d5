/**
 * The client library: lease, allocate, connect to workers, install functions, invoke them, keep data resident on workers.
 */
@NullMarked
package org.rfaas.client;

import org.jspecify.annotations.NullMarked;
