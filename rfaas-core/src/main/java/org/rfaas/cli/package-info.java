/** The command line {@code rfaas}. */
@NullMarked
package org.rfaas.cli;

import org.jspecify.annotations.NullMarked;
