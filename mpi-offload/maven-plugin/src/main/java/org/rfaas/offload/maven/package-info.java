/** The Maven goal {@code offload:weave}. */
@NullMarked
package org.rfaas.offload.maven;

import org.jspecify.annotations.NullMarked;
