/** What every application does around its loops: its options, ranks that agree with each other, timing, the report. */
@NullMarked
package org.rfaas.apps.harness;

import org.jspecify.annotations.NullMarked;
