/**
 * One loop on the rank and its workers at once: what to share is {@link org.rfaas.offload.loop.LoopPlan planned}, each
 * worker's part is sent and committed in chunks by a {@link org.rfaas.offload.loop.RemotePart}, and a {@link
 * org.rfaas.offload.loop.LoopTeam} sees that all iterations have run in the end. A {@link
 * org.rfaas.offload.loop.SharedLoop} is the way in. Uses {@code pool} and {@code array} and what is below them, and of
 * {@code woven} the reductions alone; where loops come from it does not know.
 */
@NullMarked
package org.rfaas.offload.loop;

import org.jspecify.annotations.NullMarked;
