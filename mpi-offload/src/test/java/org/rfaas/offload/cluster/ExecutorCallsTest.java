package org.rfaas.offload.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.rfaas.client.ExecutorLostException;
import org.rfaas.client.InvocationException;
import org.rfaas.client.InvocationTimeoutException;
import org.rfaas.client.RequestRefusedException;
import org.rfaas.offload.worker.RemoteFailureException;
import org.rfaas.offload.worker.WorkerLostException;

class ExecutorCallsTest {
    private final ExecutorCalls executor = new ExecutorCalls();

    @Test
    void shouldNotWaitForAnotherWorkerOfAnExecutorThatDidNotAnswer() throws ReflectiveOperationException {
        assertFails(InvocationTimeoutException.class, WorkerLostException.class);
        assertThatThrownBy(() -> executor.run(() -> {
                    throw new AssertionError("worker 1 is asked");
                }))
                .isInstanceOf(WorkerLostException.class)
                .hasMessageContaining("another worker");
    }

    @Test
    void shouldGoOnAskingAnExecutorThatAnswered() throws ReflectiveOperationException {
        assertFails(RequestRefusedException.class, RemoteFailureException.class);
        assertFails(ExecutorLostException.class, WorkerLostException.class);
        assertThat(executor.call(() -> 5)).isEqualTo(5);
    }

    private void assertFails(Class<? extends InvocationException> kind, Class<? extends RuntimeException> as)
            throws ReflectiveOperationException {
        var constructor = kind.getDeclaredConstructor(String.class); // the client's own
        constructor.setAccessible(true);
        InvocationException failure = constructor.newInstance("of worker 0");
        assertThatThrownBy(() -> executor.run(() -> {
                    throw failure;
                }))
                .isInstanceOf(as)
                .hasMessage("of worker 0");
    }
}
