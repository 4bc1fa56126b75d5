package org.rfaas.apps.harness;

/** What the user gave cannot be worked on; the message is the one line the user sees. */
public final class InputException extends Exception {
    private static final long serialVersionUID = 1L;

    public InputException(String message) {
        super(message);
    }
}
