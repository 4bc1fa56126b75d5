/** The {@code rfaas bench} commands. */
@NullMarked
package org.rfaas.bench.cli;

import org.jspecify.annotations.NullMarked;
