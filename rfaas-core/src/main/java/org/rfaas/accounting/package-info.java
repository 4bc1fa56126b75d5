/**
 * The bill: what each lease has used, kept in a mapped file until it is in the ledger, and read by lease, job and user.
 * Everything on the way is a running total that only grows, and every step takes the greater one, so that no step can lose
 * or count anything twice however often it is repeated.
 */
@NullMarked
package org.rfaas.accounting;

import org.jspecify.annotations.NullMarked;
