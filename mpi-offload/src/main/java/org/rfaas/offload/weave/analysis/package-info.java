/** What is proved about a loop. Each class states what it proves; what it cannot prove it refuses. */
@NullMarked
package org.rfaas.offload.weave.analysis;

import org.jspecify.annotations.NullMarked;
