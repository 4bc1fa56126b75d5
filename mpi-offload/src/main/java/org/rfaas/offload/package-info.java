/** The runtime of a rank: leases workers, runs loops there and here at the same time, recomputes what got lost. */
@NullMarked
package org.rfaas.offload;

import org.jspecify.annotations.NullMarked;
