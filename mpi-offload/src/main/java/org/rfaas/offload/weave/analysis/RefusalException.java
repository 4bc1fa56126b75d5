package org.rfaas.offload.weave.analysis;

/** A loop cannot be offloaded as it is written; the message says why and what to change. */
public final class RefusalException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int line;

    /**
     * A refusal.
     *
     * @param line of the source, 0 when unknown
     */
    public RefusalException(int line, String message) {
        super(message);
        this.line = line;
    }

    /** An element, or a range of them, is of an array that cannot be told. */
    static RefusalException unknownArray(int line, boolean isWrite) {
        return new RefusalException(
                line,
                "cannot tell which array is " + (isWrite ? "written" : "read")
                        + " here; use each array under its own name");
    }

    /** Line of the source that the message is about, 0 when unknown. */
    public int line() {
        return line;
    }
}
