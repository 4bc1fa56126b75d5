/**
 * What an executor manager and an executor it started say to each other, over the executor's standard input and output.
 * Pipes survive every sandbox and tell each side at once, by end of file, that the other has died.
 */
@NullMarked
package org.rfaas.executor.pipe;

import org.jspecify.annotations.NullMarked;
