/**
 * Leases: the right to so many cores and so much memory on one node until a time. Pure: no fabric, no clock of its own.
 */
@NullMarked
package org.rfaas.lease;

import org.jspecify.annotations.NullMarked;
