package org.rfaas.control;

/**
 * A message with its envelope.
 *
 * @param correlation ties a reply to its request; 0 for notices
 */
record ControlFrame(long correlation, ControlMessage message) {
    /** Longest frame; both sides of a connection post receives of this length. */
    static final int MAX_BYTES = 8192;

    ControlFrame {
        if ((correlation == 0) != (message instanceof ControlMessage.Notice)) {
            throw new IllegalArgumentException(message.getClass().getSimpleName() + " with correlation " + correlation);
        }
    }
}
