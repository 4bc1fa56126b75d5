/**
 * The executor: a process that serves one lease with one worker a leased core. Its manager talks to it over standard input
 * and output; its client writes straight into the memory of its workers.
 */
@NullMarked
package org.rfaas.executor;

import org.jspecify.annotations.NullMarked;
