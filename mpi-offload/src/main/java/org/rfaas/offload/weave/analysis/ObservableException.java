package org.rfaas.offload.weave.analysis;

/** Code may do what others can see; the message is a predicate for it, as in "throws an exception". */
final class ObservableException extends Exception {
    private static final long serialVersionUID = 1L;

    ObservableException(String message) {
        super(message);
    }
}
