/**
 * What a program says to the offload runtime: the annotations on its loops and arrays, and how a rank offloads. The runtime
 * itself is {@link org.rfaas.offload.runtime.OffloadRuntime}. Uses no other package of the runtime.
 */
@NullMarked
package org.rfaas.offload;

import org.jspecify.annotations.NullMarked;
