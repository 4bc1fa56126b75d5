/**
 * What rank and worker say to each other about a piece of a loop, and what is shipped with a loop's body to run it there,
 * over resident buffers and slot memory. Refers to nothing of ours but {@code org.rfaas.function} and the bodies' interfaces
 * in {@code org.rfaas.offload.woven}, because whatever it mentions travels in every bundle.
 */
@NullMarked
package org.rfaas.offload.kernel;

import org.jspecify.annotations.NullMarked;
