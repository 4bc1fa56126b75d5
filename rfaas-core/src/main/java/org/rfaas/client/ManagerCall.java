package org.rfaas.client;

import java.util.function.Supplier;
import org.rfaas.control.ControlException;
import org.rfaas.control.RefusalCode;
import org.rfaas.control.RefusedException;

/** Translates what can go wrong on a control connection into what callers of the client library handle. */
final class ManagerCall {
    private ManagerCall() {}

    static <R> R run(String what, Supplier<R> call) {
        try {
            return call.get();
        } catch (RefusedException e) {
            throw e.code() == RefusalCode.NO_CAPACITY ? new NoCapacityException(e) : new LeaseRefusedException(e);
        } catch (ControlException e) {
            throw new ServiceUnreachableException(what, e);
        }
    }
}
