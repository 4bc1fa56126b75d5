package org.rfaas.control;

import org.rfaas.control.ControlMessage.Notice;

/** A client's connection as a {@link ControlServer}'s handler sees it. Any thread may call any method. */
public interface ControlSession {
    /** For logs. */
    String name();

    /** Random bytes the client was given when it connected; see {@link org.rfaas.lease.NodeProof}. */
    byte[] challenge();

    /**
     * Sends a notice.
     *
     * @throws ControlException when the client is gone
     */
    void send(Notice notice);

    /** Disconnects the client. */
    void close(String reason);
}
