/** Benchmarks, run by {@code rfaas bench}. Each measures what it compares in the same run. */
@NullMarked
package org.rfaas.bench;

import org.jspecify.annotations.NullMarked;
