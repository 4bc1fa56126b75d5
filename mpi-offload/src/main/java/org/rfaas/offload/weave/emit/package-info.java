/** Writes what was proved: the call site before the loop, its local body, and the kernel class with its remote body. */
@NullMarked
package org.rfaas.offload.weave.emit;

import org.jspecify.annotations.NullMarked;
