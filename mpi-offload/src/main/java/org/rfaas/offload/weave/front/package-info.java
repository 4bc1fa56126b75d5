/** Ways to have classes woven: while javac compiles, after a build, or when they are loaded. */
@NullMarked
package org.rfaas.offload.weave.front;

import org.jspecify.annotations.NullMarked;
