/** Filters for pictures: rows over MPI ranks, or the pictures of a folder; each rank's rows shared with leased workers. */
@NullMarked
package org.rfaas.apps.image;

import org.jspecify.annotations.NullMarked;
