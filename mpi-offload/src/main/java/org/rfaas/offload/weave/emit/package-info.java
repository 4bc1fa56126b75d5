/** Writes what was proved: the call in place of the loop, its local and its remote body. */
@NullMarked
package org.rfaas.offload.weave.emit;

import org.jspecify.annotations.NullMarked;
