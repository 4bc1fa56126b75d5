package org.rfaas.apps.jacobi;

/** What the user gave cannot be solved; the message is the one line the user sees. */
final class InputException extends Exception {
    private static final long serialVersionUID = 1L;

    InputException(String message) {
        super(message);
    }
}
