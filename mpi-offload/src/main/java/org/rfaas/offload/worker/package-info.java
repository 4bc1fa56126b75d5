/**
 * What the runtime needs of leased workers, and no more, so that it runs over the real client as over workers in the same
 * process.
 */
@NullMarked
package org.rfaas.offload.worker;

import org.jspecify.annotations.NullMarked;
