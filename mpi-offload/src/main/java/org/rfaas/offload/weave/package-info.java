/** The weaver: class file in, woven class file out. */
@NullMarked
package org.rfaas.offload.weave;

import org.jspecify.annotations.NullMarked;
