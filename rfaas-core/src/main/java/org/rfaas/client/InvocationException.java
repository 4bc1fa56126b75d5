package org.rfaas.client;

/** An invocation, or another request to a worker, did not produce a result. */
public abstract sealed class InvocationException extends RuntimeException
        permits ExecutorLostException,
                FunctionRefusedException,
                InvocationTimeoutException,
                LeaseEndedException,
                PayloadTooLargeException,
                RemoteFunctionException,
                RequestRefusedException,
                UnknownFunctionException {
    private static final long serialVersionUID = 1L;

    InvocationException(String message) {
        super(message);
    }
}
