package org.rfaas.bench;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.rfaas.client.ExecutorConnection;
import org.rfaas.client.ExecutorEndpoint;
import org.rfaas.client.Worker;
import org.rfaas.executor.ExecutorArguments;
import org.rfaas.executor.ExecutorMain;
import org.rfaas.executor.pipe.ExecutorCommand;
import org.rfaas.executor.pipe.ExecutorReport;
import org.rfaas.executor.pipe.FunctionRules;
import org.rfaas.executor.pipe.PipeCodec;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.FabricPlace;
import org.rfaas.fabric.FabricSettings;
import org.rfaas.fabric.Fabrics;
import org.rfaas.fabric.OpenResources;
import org.rfaas.lease.AccessToken;
import org.rfaas.lease.LeaseId;
import org.rfaas.wire.SlotLayout;

/**
 * A real executor process, without the managers around it, and our connection to it. What it leaves in memory when it is told to
 * end goes with it, as with a manager: its place is removed once it has exited.
 */
public final class BareExecutor implements AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofMinutes(1);

    private final OpenResources opened;
    private final JvmProcess process;
    private final ExecutorConnection connection;

    private BareExecutor(OpenResources opened, JvmProcess process, ExecutorConnection connection) {
        this.opened = opened;
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
        OpenResources opened = new OpenResources();
        AccessToken token = AccessToken.random();
        try {
            Optional<FabricPlace> place = Fabrics.provider(fabric.provider()).reservePlace();
            place.ifPresent(opened::add);
            JvmProcess process = opened.add(JvmProcess.start(ExecutorMain.class, arguments(fabric, place)));
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
            ExecutorConnection connection = opened.add(ExecutorConnection.connect(fabric, endpoint, CONNECT_TIMEOUT));
            return new BareExecutor(opened, process, connection);
        } catch (IOException e) {
            throw opened.closeAfter(new UncheckedIOException("cannot talk to the executor", e));
        } catch (RuntimeException e) {
            throw opened.closeAfter(e);
        }
    }

    private static String[] arguments(Fabric fabric, Optional<FabricPlace> place) {
        return new ExecutorArguments(Optional.of(fabric.provider()), place.map(FabricPlace::path), Optional.empty())
                .toList()
                .toArray(String[]::new);
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
        opened.close();
    }
}
