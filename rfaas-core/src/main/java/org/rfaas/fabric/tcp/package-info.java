/**
 * The {@code tcp} provider: hosts joined by plain Ethernet.
 *
 * <p>A connection a queue pair. Everything on it is a {@link org.rfaas.fabric.tcp.Frame}: a fixed little-endian header,
 * and for some a payload, which but for its first few kilobytes is written straight from the sender's region and read
 * straight into the target's.
 * Requests (write, send, read, fetch-and-add) are numbered; each header also says how many requests of the other side
 * were carried out and how many of its immediates and messages were taken by a receive. The first count completes
 * signaled work. The second is a credit: it limits what may wait at the target for a receive. So the target never stops
 * reading, and one-sided work, responses and heartbeats never wait behind an immediate without a receive. A request the
 * target refuses is answered with a NAK, after which the connection ends.
 *
 * <p>Who works on a connection: {@link org.rfaas.fabric.tcp.Connection} has two short exclusive sections, one to read
 * (<i>drive</i>) and one to write (<i>transmit</i>); whoever needs one takes it with a compare-and-set and, when it is
 * taken, leaves, because the holder looks again after releasing it. Three parties enter them: the thread that posts, the
 * thread that polls, and the fabric's one {@link org.rfaas.fabric.tcp.ProgressThread}, which serves connections whose
 * completion queue nobody polls. {@link org.rfaas.fabric.tcp.Attendance} decides which of the latter two it is.
 */
@NullMarked
package org.rfaas.fabric.tcp;

import org.jspecify.annotations.NullMarked;
