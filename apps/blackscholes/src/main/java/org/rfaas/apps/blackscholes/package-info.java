/** Prices European options by Black and Scholes's formula: options over MPI ranks, each rank's loop shared with workers. */
@NullMarked
package org.rfaas.apps.blackscholes;

import org.jspecify.annotations.NullMarked;
