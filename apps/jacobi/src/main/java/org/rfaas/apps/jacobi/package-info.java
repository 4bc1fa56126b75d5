/** Solves Ax = b by Jacobi's iteration: rows over MPI ranks, each rank's sweep shared with leased workers. */
@NullMarked
package org.rfaas.apps.jacobi;

import org.jspecify.annotations.NullMarked;
