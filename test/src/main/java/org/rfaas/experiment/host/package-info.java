/** What experiments start on this host: run-scripts, and with them a cluster. */
@NullMarked
package org.rfaas.experiment.host;

import org.jspecify.annotations.NullMarked;
