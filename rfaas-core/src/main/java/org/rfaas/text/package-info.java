/** Text of others, made safe to show. */
@NullMarked
package org.rfaas.text;

import org.jspecify.annotations.NullMarked;
