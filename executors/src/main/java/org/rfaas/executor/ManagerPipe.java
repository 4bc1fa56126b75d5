package org.rfaas.executor;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.rfaas.executor.library.StandardOutput;
import org.rfaas.executor.pipe.ExecutorReport;
import org.rfaas.executor.pipe.ExecutorReport.Failed;
import org.rfaas.executor.pipe.PipeCodec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The executor's end of the pipe to its manager, which is its standard output. */
final class ManagerPipe implements ManagerPort {
    private static final Logger LOG = LoggerFactory.getLogger(ManagerPipe.class);

    private final StandardOutput output = new StandardOutput();
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
    public void fail(String reason) {
        LOG.error("{}", reason);
        try {
            send(new Failed(reason));
        } catch (IOException e) {
            LOG.debug("the manager closed the pipe or died", e);
        }
        System.exit(1);
    }
}
