/** Shared libraries that clients send: loaded into the executor, their functions called straight over the slots. */
@NullMarked
package org.rfaas.executor.library;

import org.jspecify.annotations.NullMarked;
