/** Threads, on a machine that may have none left. */
@NullMarked
package org.rfaas.thread;

import org.jspecify.annotations.NullMarked;
