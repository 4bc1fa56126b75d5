/**
 * The availability board: what each node has free, in registered memory that ranks read one-sided, so that any number of
 * readers costs the resource manager nothing.
 */
@NullMarked
package org.rfaas.board;

import org.jspecify.annotations.NullMarked;
