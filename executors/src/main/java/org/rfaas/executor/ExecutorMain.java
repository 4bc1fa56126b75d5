package org.rfaas.executor;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.rfaas.executor.pipe.ExecutorReport.Finished;
import org.rfaas.executor.pipe.ExecutorReport.Ready;
import org.rfaas.executor.pipe.ExecutorReport.Rehearsed;
import org.rfaas.executor.pipe.ManagerCommand.Assign;
import org.rfaas.executor.pipe.ManagerCommand.Code;
import org.rfaas.executor.pipe.ManagerCommand.End;
import org.rfaas.executor.pipe.PipeCodec;
import org.rfaas.fabric.Fabric;
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
        ManagerPipe manager = new ManagerPipe();
        System.setOut(System.err);
        DataInputStream commands = new DataInputStream(new BufferedInputStream(new FileInputStream(FileDescriptor.in)));
        try {
            ExecutorArguments start = ExecutorArguments.parse(arguments);
            Optional<Fabric> fabric = start.openAtPlace();
            if (start.rehearse()) {
                rehearse(start, fabric, manager);
                manager.send(new Rehearsed());
            }
            if (PipeCodec.readCommand(commands) instanceof Assign assignment) {
                Fabric serving = fabric.orElseGet(() -> Fabrics.open(assignment.fabric(), assignment.settings()));
                serve(assignment, serving, commands, manager);
            } else {
                LOG.info("ended before a lease was assigned");
            }
        } catch (IOException e) {
            LOG.debug("the manager closed the pipe or died", e);
        } catch (FabricException | IllegalArgumentException e) {
            manager.fail(String.valueOf(e.getMessage()));
        }
        // functions may have left threads behind
        System.exit(0);
    }

    /** At the place where it will serve, or else in passing: how the network is set comes with the assignment. */
    private static void rehearse(ExecutorArguments start, Optional<Fabric> atPlace, ManagerPipe manager)
            throws InterruptedException {
        if (atPlace.isPresent()) {
            Rehearsal.run(atPlace.get(), manager);
            return;
        }
        try (Fabric fabric = Fabrics.open(start.fabric().orElseThrow())) {
            Rehearsal.run(fabric, manager);
        }
    }

    private static void serve(Assign assignment, Fabric opened, DataInputStream commands, ManagerPipe manager)
            throws IOException, InterruptedException {
        if (!opened.provider().equals(assignment.fabric())) {
            throw new IllegalArgumentException(
                    "this executor serves over " + opened.provider() + ", not over " + assignment.fabric());
        }
        try (Fabric fabric = opened;
                Executor executor = new Executor(assignment, fabric, manager)) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> close(executor, fabric)));
            Thread.ofPlatform().name("manager-pipe").daemon().start(() -> obey(executor, commands, manager));
            manager.send(new Ready(executor.address()));
            boolean served = executor.serve(CONNECT_TIMEOUT);
            if (!served) {
                LOG.warn("the client of lease {} did not connect", assignment.lease());
            }
            manager.send(new Finished());
        }
    }

    private static void close(Executor executor, Fabric fabric) {
        executor.close();
        fabric.close();
    }

    private static void obey(Executor executor, DataInputStream commands, ManagerPipe manager) {
        try {
            while (true) {
                switch (PipeCodec.readCommand(commands)) {
                    case End end -> endAfterGrace(executor, end);
                    case Code answer -> manager.answered(answer);
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
