/**
 * The contract between woven code and the runtime: what a woven loop is, the two forms of its body, how a call reaches
 * whoever plans it, and what its arrays' parts are once the values of a call are known.
 */
@NullMarked
package org.rfaas.offload.woven;

import org.jspecify.annotations.NullMarked;
