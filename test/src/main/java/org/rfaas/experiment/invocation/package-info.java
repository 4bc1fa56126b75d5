/** Experiments about single invocations: what one costs, how much it carries, how it starts, and what waiting for it costs. */
@NullMarked
package org.rfaas.experiment.invocation;

import org.jspecify.annotations.NullMarked;
