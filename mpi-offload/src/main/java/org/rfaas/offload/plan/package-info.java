/**
 * Decides which iterations go where and which elements they need there. Pure: sees neither the fabric nor a clock.
 */
@NullMarked
package org.rfaas.offload.plan;

import org.jspecify.annotations.NullMarked;
