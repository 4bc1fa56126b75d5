/** Executors as processes of this node: their command line, sandbox, pipe, warm-up, log, and what they died of. */
@NullMarked
package org.rfaas.executor.process;

import org.jspecify.annotations.NullMarked;
