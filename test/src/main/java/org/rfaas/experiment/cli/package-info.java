/** The command {@code rfaas experiment}, and the list of all experiments. */
@NullMarked
package org.rfaas.experiment.cli;

import org.jspecify.annotations.NullMarked;
