package org.rfaas.executor;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.rfaas.executor.library.StandardOutput;
import org.rfaas.executor.pipe.ExecutorCommand.Code;
import org.rfaas.executor.pipe.ExecutorReport;
import org.rfaas.executor.pipe.ExecutorReport.CodeOffered;
import org.rfaas.executor.pipe.ExecutorReport.CodeWanted;
import org.rfaas.executor.pipe.ExecutorReport.Failed;
import org.rfaas.executor.pipe.PipeCodec;
import org.rfaas.function.FunctionKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The executor's end of the pipe to its manager, which is its standard output. */
final class ManagerPipe implements ManagerPort {
    private static final Logger LOG = LoggerFactory.getLogger(ManagerPipe.class);

    private final StandardOutput output = new StandardOutput();
    private final CodeRequests requests = new CodeRequests();
    private final DataOutputStream reports = new DataOutputStream(output);

    /** Sends one report. */
    synchronized void send(ExecutorReport report) throws IOException {
        PipeCodec.write(reports, report);
    }

    @Override
    public void libraryComes() {
        try {
            output.moveAway();
        } catch (IOException e) {
            throw new UncheckedIOException("no library can be loaded", e);
        }
    }

    @Override
    public Optional<byte[]> codeOf(FunctionKey key) {
        return requests.ask(key, () -> trySend(new CodeWanted(key)));
    }

    /** The manager has answered {@link #codeOf}. */
    void answered(Code answer) {
        requests.answered(answer.key(), answer.code());
    }

    @Override
    public void offer(FunctionKey key, byte[] code) {
        if (code.length <= CodeOffered.MAX_BYTES) {
            Thread.ofPlatform().name("code-offer").daemon().start(() -> trySend(new CodeOffered(key, code)));
        }
    }

    private void trySend(ExecutorReport report) {
        try {
            send(report);
        } catch (IOException e) {
            LOG.debug("the manager closed the pipe or died", e);
        }
    }

    @Override
    public void fail(String reason) {
        trySend(new Failed(reason)); // first: who has this end kills us if we get no time to go by ourselves
        LOG.error("{}", reason);
        System.exit(1);
    }
}
