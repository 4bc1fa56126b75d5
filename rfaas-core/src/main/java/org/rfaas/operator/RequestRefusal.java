package org.rfaas.operator;

/** A request that is not served; the message says why. */
final class RequestRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    private RequestRefusal(int status, String message) {
        super(message);
        this.status = status;
    }

    static RequestRefusal malformed(String message) {
        return new RequestRefusal(400, message);
    }

    static RequestRefusal unauthorised() {
        return new RequestRefusal(
                401,
                "no or a wrong token; send the header 'Authorization: Bearer TOKEN' with operator.token-file's token");
    }

    static RequestRefusal unknown(String message) {
        return new RequestRefusal(404, message);
    }

    static RequestRefusal conflict(String message) {
        return new RequestRefusal(409, message);
    }

    static RequestRefusal tooLong(String message) {
        return new RequestRefusal(413, message);
    }

    static RequestRefusal unavailable(String message) {
        return new RequestRefusal(503, message);
    }

    /** HTTP status code. */
    int status() {
        return status;
    }
}
