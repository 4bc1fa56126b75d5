/**
 * Arrays that loops move: where the rank has them, what of them changed, and the copies that workers keep. Knows neither loops
 * nor leases; writes to a worker through its ports. Uses {@code worker}, {@code plan}, {@code kernel} and {@code report}.
 */
@NullMarked
package org.rfaas.offload.array;

import org.jspecify.annotations.NullMarked;
