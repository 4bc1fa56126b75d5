/** What a rank counts while its loops run, and the report of it. Uses nothing else of the runtime. */
@NullMarked
package org.rfaas.offload.report;

import org.jspecify.annotations.NullMarked;
