/** Text of others: made safe to show, or read as a number. */
@NullMarked
package org.rfaas.text;

import org.jspecify.annotations.NullMarked;
