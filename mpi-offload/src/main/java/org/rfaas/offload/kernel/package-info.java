/**
 * What authors of kernels see, and everything that is shipped with a kernel to a worker. The same kernel class runs on
 * the rank over its arrays and on a worker over resident buffers and slot memory. Refers to nothing of ours but {@code
 * org.rfaas.function}, because whatever it mentions travels in every bundle.
 */
@NullMarked
package org.rfaas.offload.kernel;

import org.jspecify.annotations.NullMarked;
