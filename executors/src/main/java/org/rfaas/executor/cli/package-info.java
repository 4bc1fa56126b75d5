/** Commands that run executor managers. */
@NullMarked
package org.rfaas.executor.cli;

import org.jspecify.annotations.NullMarked;
