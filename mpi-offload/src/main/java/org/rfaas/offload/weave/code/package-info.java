/** Method bodies as lists of operations with positions for targets, their control flow, loops and live variables. */
@NullMarked
package org.rfaas.offload.weave.code;

import org.jspecify.annotations.NullMarked;
