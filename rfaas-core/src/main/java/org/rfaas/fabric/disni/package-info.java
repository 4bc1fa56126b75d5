/**
 * The {@code disni} provider: RDMA devices through DiSNI (com.ibm.disni:disni), for sites that run it already; elsewhere
 * {@code verbs} is faster and needs less. DiSNI's Java half is the library of that name; its native half is ours
 * (rfaas-core/src/main/c/disni.c).
 *
 * <p>DiSNI can neither reject a connection with a reason nor hand private data to the accepting side nor tell why a
 * connection failed. So peers meet over a TCP connection to the listener's address first ({@code Rendezvous}), agree there,
 * and only then connect their queue pairs, through a port of rdma_cm that the accepting side opens for this one connection.
 *
 * <p>Work requests of DiSNI are objects that are made once and posted often. Their opcode, immediate and, for receives, memory
 * cannot be changed, so the queue pair keeps those it has used ({@code PreparedSends}, {@code PreparedReceives}).
 */
@NullMarked
package org.rfaas.fabric.disni;

import org.jspecify.annotations.NullMarked;
