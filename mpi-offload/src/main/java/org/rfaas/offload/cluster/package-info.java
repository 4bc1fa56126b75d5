/** Workers leased from the cluster's resource manager, as the runtime sees them. */
@NullMarked
package org.rfaas.offload.cluster;

import org.jspecify.annotations.NullMarked;
