package org.rfaas.bench;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import org.rfaas.client.ExecutorConnection;
import org.rfaas.client.ExecutorEndpoint;
import org.rfaas.client.Worker;
import org.rfaas.executor.ExecutorMain;
import org.rfaas.executor.pipe.ExecutorCommand;
import org.rfaas.executor.pipe.ExecutorReport;
import org.rfaas.executor.pipe.FunctionRules;
import org.rfaas.executor.pipe.PipeCodec;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.FabricSettings;
import org.rfaas.lease.AccessToken;
import org.rfaas.lease.LeaseId;
import org.rfaas.wire.SlotLayout;

/** A real executor process, without the managers around it, and our connection to it. */
public final class BareExecutor implements AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofMinutes(1);

    private final JvmProcess process;
    private final ExecutorConnection connection;

    private BareExecutor(JvmProcess process, ExecutorConnection connection) {
        this.process = process;
        this.connection = connection;
    }

    /**
     * Starts the process and connects to all its workers.
     *
     * @param hotTimeoutNs as in {@link ExecutorCommand.Assign}
     */
    public static BareExecutor start(Fabric fabric, int workers, SlotLayout layout, long hotTimeoutNs) {
        return start(fabric, workers, layout, hotTimeoutNs, Long.MAX_VALUE);
    }

    /**
     * Like the other, with an end to its memory.
     *
     * @param dataBytes as in {@link ExecutorCommand.Assign}
     */
    public static BareExecutor start(Fabric fabric, int workers, SlotLayout layout, long hotTimeoutNs, long dataBytes) {
        return start(fabric, workers, layout, hotTimeoutNs, dataBytes, List.of());
    }

    /** Like the others, with its workers pinned to these processors. */
    public static BareExecutor start(
            Fabric fabric, int workers, SlotLayout layout, long hotTimeoutNs, long dataBytes, List<Integer> cpus) {
        JvmProcess process = JvmProcess.start(ExecutorMain.class);
        AccessToken token = AccessToken.random();
        try {
            PipeCodec.write(
                    new DataOutputStream(process.process().getOutputStream()),
                    new ExecutorCommand.Assign(
                            new LeaseId(1),
                            token,
                            fabric.provider(),
                            FabricSettings.DEFAULTS,
                            "",
                            workers,
                            cpus,
                            layout,
                            dataBytes,
                            hotTimeoutNs,
                            CONNECT_TIMEOUT.toNanos(),
                            FunctionRules.none()));
            ExecutorReport report =
                    PipeCodec.readReport(new DataInputStream(process.process().getInputStream()));
            if (!(report instanceof ExecutorReport.Ready ready)) {
                throw new IllegalStateException("executor did not come up: " + report);
            }
            ExecutorEndpoint endpoint = new ExecutorEndpoint(ready.address(), token, workers, layout);
            return new BareExecutor(process, ExecutorConnection.connect(fabric, endpoint, CONNECT_TIMEOUT));
        } catch (IOException e) {
            process.close();
            throw new UncheckedIOException("cannot talk to the executor", e);
        } catch (RuntimeException e) {
            process.close();
            throw e;
        }
    }

    /** The first of the workers. */
    public Worker worker() {
        return connection.workers().getFirst();
    }

    public ExecutorConnection connection() {
        return connection;
    }

    /** The process itself, to be killed. */
    public Process process() {
        return process.process();
    }

    /** Tells the executor something, as its manager would. */
    public void command(ExecutorCommand command) {
        try {
            PipeCodec.write(new DataOutputStream(process.process().getOutputStream()), command);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot talk to the executor", e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } finally {
            process.close();
        }
    }
}
