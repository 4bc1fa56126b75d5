/**
 * Invocations against what one would otherwise send bytes to another process with: for each a trip that measures, and the main
 * class of the process that answers.
 */
@NullMarked
package org.rfaas.experiment.alternatives;

import org.jspecify.annotations.NullMarked;
