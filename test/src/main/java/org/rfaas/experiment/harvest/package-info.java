/** Idle cores of a cluster over a day, and what leases recover of them: simulated time, the real lease rules. */
@NullMarked
package org.rfaas.experiment.harvest;

import org.jspecify.annotations.NullMarked;
