package org.rfaas.executor;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.time.Duration;
import org.rfaas.executor.pipe.ExecutorReport.Finished;
import org.rfaas.executor.pipe.ExecutorReport.Ready;
import org.rfaas.executor.pipe.ManagerCommand.Assign;
import org.rfaas.executor.pipe.ManagerCommand.End;
import org.rfaas.executor.pipe.PipeCodec;
import org.rfaas.fabric.FabricException;
import org.rfaas.fabric.Fabrics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Entry point of an executor process. Its manager starts it, talks to it over standard input and output, and reads its log
 * from standard error. When the manager dies, standard input ends and so does the executor: nobody would end its lease.
 */
public final class ExecutorMain {
    private static final Logger LOG = LoggerFactory.getLogger(ExecutorMain.class);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(30);

    private ExecutorMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        // not System.out: a function that prints there would garble the pipe
        DataOutputStream reports = new DataOutputStream(new FileOutputStream(FileDescriptor.out));
        System.setOut(System.err);
        DataInputStream commands = new DataInputStream(new BufferedInputStream(new FileInputStream(FileDescriptor.in)));
        try {
            if (PipeCodec.readCommand(commands) instanceof Assign assignment) {
                serve(assignment, commands, reports);
            } else {
                LOG.info("ended before a lease was assigned");
            }
        } catch (IOException e) {
            LOG.debug("the manager closed the pipe or died", e);
        } catch (FabricException e) {
            LOG.error("{}", e.getMessage());
            System.exit(1);
        }
        // functions may have left threads behind
        System.exit(0);
    }

    private static void serve(Assign assignment, DataInputStream commands, DataOutputStream reports)
            throws IOException, InterruptedException {
        try (Executor executor = new Executor(assignment, Fabrics.open(assignment.fabric(), assignment.settings()))) {
            Runtime.getRuntime().addShutdownHook(new Thread(executor::close));
            Thread.ofPlatform().name("manager-pipe").daemon().start(() -> obey(executor, commands));
            PipeCodec.write(reports, new Ready(executor.address()));
            boolean served = executor.serve(CONNECT_TIMEOUT);
            if (!served) {
                LOG.warn("the client of lease {} did not connect", assignment.lease());
            }
            PipeCodec.write(reports, new Finished());
        }
    }

    private static void obey(Executor executor, DataInputStream commands) {
        try {
            while (true) {
                switch (PipeCodec.readCommand(commands)) {
                    case End end -> endAfterGrace(executor, end);
                    case Assign again -> throw new IOException("second assignment, of lease " + again.lease());
                }
            }
        } catch (IOException e) {
            LOG.debug("the manager closed the pipe or died", e);
            System.exit(0);
        }
    }

    private static void endAfterGrace(Executor executor, End end) {
        LOG.info("lease ends: {}", end.reason());
        executor.endLease();
        Thread.ofVirtual().start(() -> {
            try {
                Thread.sleep(end.graceMs());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            System.exit(0);
        });
    }
}
