/** Experiments about applications: how much leased workers speed them up, what a loss costs, functions that do real work. */
@NullMarked
package org.rfaas.experiment.application;

import org.jspecify.annotations.NullMarked;
