/**
 * Control messages and the sessions that carry them over the fabric: between clients, the resource manager and executor
 * managers. One message is one send; every length and number that a peer sends is checked before use, and a message that
 * breaks the protocol ends that connection and nothing else.
 */
@NullMarked
package org.rfaas.control;

import org.jspecify.annotations.NullMarked;
