/** What annotated loops cost and gain: kernels, each a plain class that is also woven at run time, and their measurement. */
@NullMarked
package org.rfaas.bench.loops;

import org.jspecify.annotations.NullMarked;
