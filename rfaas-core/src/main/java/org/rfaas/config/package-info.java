/** Configuration: HOCON files, checked key by key, as records. */
@NullMarked
package org.rfaas.config;

import org.jspecify.annotations.NullMarked;
