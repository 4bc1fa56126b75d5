/** The only package of the runtime that touches MPI: who this rank is, and the library's life. */
@NullMarked
package org.rfaas.offload.mpi;

import org.jspecify.annotations.NullMarked;
