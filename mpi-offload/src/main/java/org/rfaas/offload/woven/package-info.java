/**
 * The contract between woven code and the runtime: the description of a woven loop, its local and its remote body, how a
 * call reaches the runtime, and the parts of its arrays once the values of a call are known.
 */
@NullMarked
package org.rfaas.offload.woven;

import org.jspecify.annotations.NullMarked;
