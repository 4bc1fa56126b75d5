/** Commands for operators. */
@NullMarked
package org.rfaas.operator.cli;

import org.jspecify.annotations.NullMarked;
