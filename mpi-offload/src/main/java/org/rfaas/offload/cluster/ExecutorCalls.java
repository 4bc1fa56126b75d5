package org.rfaas.offload.cluster;

import java.util.function.Supplier;
import org.rfaas.client.InvocationTimeoutException;
import org.rfaas.offload.worker.WorkerLostException;

/**
 * Requests to the workers of one executor. Each may take long to be given up, and a process that hangs does so for all of its
 * workers: after the first that was given up, the rank waits for no other one. Used by the rank's thread.
 */
final class ExecutorCalls {
    private boolean isSilent;

    /**
     * @throws WorkerLostException when the worker is gone, did not answer in time, or another worker of the executor did not
     * @throws org.rfaas.offload.worker.RemoteFailureException when the worker refuses but goes on
     */
    <T> T call(Supplier<T> request) {
        if (isSilent) {
            throw new WorkerLostException("another worker of the executor did not answer");
        }
        try {
            return ClientFailures.call(request);
        } catch (WorkerLostException e) {
            isSilent |= e.getCause() instanceof InvocationTimeoutException;
            throw e;
        }
    }

    /** Like {@link #call}, for a request without an answer's value. */
    void run(Runnable request) {
        Void _ = call(() -> {
            request.run();
            return null;
        });
    }
}
