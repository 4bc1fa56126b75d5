/** Integer polynomials and what values they can take: the arithmetic behind the proofs about loops. */
@NullMarked
package org.rfaas.offload.index;

import org.jspecify.annotations.NullMarked;
