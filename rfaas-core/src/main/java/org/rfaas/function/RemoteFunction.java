package org.rfaas.function;

/**
 * Code a worker runs. The class must be public or package-private with a no-argument constructor, must not be a lambda or
 * an anonymous class, and is instantiated once per worker, so fields may keep scratch memory between invocations.
 */
public interface RemoteFunction {
    /**
     * Runs once.
     *
     * @return bytes written to {@link Invocation#output}, 0 to its size
     * @throws Exception anything thrown reaches the client as {@code RemoteFunctionException} with type, message and
     *     stack trace; the worker goes on
     */
    int invoke(Invocation invocation) throws Exception;
}
