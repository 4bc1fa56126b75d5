/**
 * What passes between a client and a worker once they are connected: slots with a header, status codes, system functions.
 * All numbers are little endian. See docs/wire-protocol.md.
 */
@NullMarked
package org.rfaas.wire;

import org.jspecify.annotations.NullMarked;
