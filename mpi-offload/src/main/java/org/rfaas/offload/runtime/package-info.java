/**
 * The runtime of a rank, put together: {@link org.rfaas.offload.runtime.OffloadRuntime} starts the pool and answers for woven
 * loops, each call of which is checked, bound to its arrays, and run in order or shared. Uses everything below; nothing of
 * the runtime uses it.
 */
@NullMarked
package org.rfaas.offload.runtime;

import org.jspecify.annotations.NullMarked;
