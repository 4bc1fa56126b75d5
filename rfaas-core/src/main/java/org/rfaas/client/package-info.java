/** What a program uses to lease cores and to invoke functions on them. */
@NullMarked
package org.rfaas.client;

import org.jspecify.annotations.NullMarked;
