package org.rfaas.offload.cluster;

import java.util.function.Supplier;
import org.rfaas.client.ExecutorLostException;
import org.rfaas.client.FunctionRefusedException;
import org.rfaas.client.InvocationException;
import org.rfaas.client.InvocationTimeoutException;
import org.rfaas.client.LeaseEndedException;
import org.rfaas.client.PayloadTooLargeException;
import org.rfaas.client.RemoteFunctionException;
import org.rfaas.client.RequestRefusedException;
import org.rfaas.client.UnknownFunctionException;
import org.rfaas.fabric.FabricException;
import org.rfaas.offload.worker.RemoteFailureException;
import org.rfaas.offload.worker.WorkerLostException;

/** Says of each failure of the client whether the worker can go on. */
final class ClientFailures {
    private ClientFailures() {}

    static RuntimeException translate(InvocationException failure) {
        return switch (failure) {
            case ExecutorLostException e -> new WorkerLostException(text(e), e);
            case LeaseEndedException e -> new WorkerLostException(text(e), e);
            // the slot stays taken, so the worker is of no use
            case InvocationTimeoutException e -> new WorkerLostException(text(e), e);
            case RemoteFunctionException e -> new RemoteFailureException(text(e), e);
            case FunctionRefusedException e -> new RemoteFailureException(text(e), e);
            case RequestRefusedException e -> new RemoteFailureException(text(e), e);
            case PayloadTooLargeException e -> new RemoteFailureException(text(e), e);
            case UnknownFunctionException e -> new RemoteFailureException(text(e), e);
        };
    }

    /** The fabric's: nothing more can be sent to the worker. */
    static RuntimeException translate(FabricException failure) {
        return new WorkerLostException(text(failure), failure);
    }

    static <T> T call(Supplier<T> step) {
        try {
            return step.get();
        } catch (InvocationException e) {
            throw translate(e);
        } catch (FabricException e) {
            throw translate(e);
        }
    }

    private static String text(RuntimeException failure) {
        return String.valueOf(failure.getMessage());
    }
}
