package org.rfaas.executor;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.rfaas.executor.pipe.ExecutorCommand;
import org.rfaas.executor.pipe.ExecutorCommand.Assign;
import org.rfaas.executor.pipe.ExecutorCommand.Code;
import org.rfaas.executor.pipe.ExecutorCommand.End;
import org.rfaas.executor.pipe.ExecutorCommand.WarmUp;
import org.rfaas.executor.pipe.ExecutorReport;
import org.rfaas.executor.pipe.ExecutorReport.Finished;
import org.rfaas.executor.pipe.ExecutorReport.Ready;
import org.rfaas.executor.pipe.ExecutorReport.WarmedUp;
import org.rfaas.executor.pipe.PipeCodec;
import org.rfaas.executor.usage.UsagePage;
import org.rfaas.executor.usage.WorkerMeter;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.FabricException;
import org.rfaas.fabric.Fabrics;
import org.rfaas.fabric.Listener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Entry point of an executor process. Its manager starts it, talks to it over standard input and output, and reads its log
 * from standard error. When the manager dies, standard input ends and so does the executor: nobody would end its lease.
 *
 * <p>The main thread obeys the manager; what is assigned is served on a thread beside it.
 */
public final class ExecutorMain {
    private static final Logger LOG = LoggerFactory.getLogger(ExecutorMain.class);
    /** What warm-ups have asked of the compiler is done when it is ready, not beside its lease's first steps. */
    private static final Duration COMPILE_TIME = Duration.ofMillis(100);

    private final ManagerPipe manager;
    private final Optional<Fabric> atPlace;
    private final IntFunction<WorkerMeter> meters;
    /** A field, so that it is linked at start-up: no warm-up runs it, and linking costs milliseconds. */
    private final Runnable afterLease = this::exit;

    /** Where the client of a lease may come before we have heard of the lease; what it says waits there for us. */
    private volatile @Nullable Listener early;

    private volatile @Nullable Executor serving;

    private ExecutorMain(ManagerPipe manager, ExecutorArguments start) throws IOException {
        this.manager = manager;
        this.atPlace = start.openAtPlace();
        atPlace.ifPresent(ExecutorMain::linkNativeCalls);
        this.meters = start.usage().isEmpty()
                ? _ -> WorkerMeter.unshared()
                : UsagePage.openToWrite(start.usage().get())::meter;
    }

    public static void main(String[] arguments) {
        // not System.out: a function that prints there would garble the pipe
        ManagerPipe manager = new ManagerPipe();
        System.setOut(System.err);
        DataInputStream commands = new DataInputStream(new BufferedInputStream(new FileInputStream(FileDescriptor.in)));
        try {
            ExecutorMain executor = new ExecutorMain(manager, ExecutorArguments.parse(arguments));
            Runtime.getRuntime().addShutdownHook(new Thread(executor::close));
            executor.obey(commands);
        } catch (EOFException e) {
            LOG.debug("the manager closed the pipe or died", e);
        } catch (FabricException | IllegalArgumentException | IOException e) {
            manager.fail(String.valueOf(e.getMessage()));
        }
        // functions may have left threads behind
        System.exit(0);
    }

    /**
     * A queue made in passing makes the JVM generate what its native calls need, some ten milliseconds of work which nothing
     * waits for as long as no client connects.
     */
    private static void linkNativeCalls(Fabric fabric) {
        Thread.ofPlatform()
                .name("linking")
                .daemon()
                .start(() -> fabric.createCompletionQueue(1).close());
    }

    /** By instanceof: the class that a switch over types generates at its first use costs a cold JVM 25 ms. */
    private void obey(DataInputStream commands) throws IOException {
        boolean isAssigned = false;
        while (true) {
            ExecutorCommand command = PipeCodec.readCommand(commands);
            if (command instanceof Assign assignment && !isAssigned) {
                isAssigned = true;
                serve(assignment, meters, afterLease);
            } else if (command instanceof WarmUp warmUp && !isAssigned) {
                serve(warmUp.assignment(), _ -> WorkerMeter.unshared(), () -> awaitTheNext(warmUp.isLast()));
            } else if (command instanceof End end) {
                endAfterGrace(end);
            } else if (command instanceof Code answer) {
                manager.answered(answer);
            } else {
                throw new IOException("has its lease already, and is told " + command);
            }
        }
    }

    /** Listens for the client, tells the manager where unless it knows, and serves on another thread. */
    private void serve(Assign assignment, IntFunction<WorkerMeter> counters, Runnable afterwards) throws IOException {
        Fabric fabric = atPlace.orElseGet(() -> Fabrics.open(assignment.fabric(), assignment.settings()));
        if (!fabric.provider().equals(assignment.fabric())) {
            throw new IllegalArgumentException(
                    "this executor serves over " + fabric.provider() + ", not over " + assignment.fabric());
        }
        Listener known = early;
        Listener listener = known == null ? fabric.listen(assignment.listenAt()) : known;
        Executor executor = new Executor(assignment, fabric, listener, manager, counters);
        serving = executor;
        if (known == null) {
            manager.send(new Ready(executor.address()));
        }
        Thread.ofPlatform().name("executor").start(() -> {
            boolean served = false;
            try (executor) {
                served = executor.serve();
                if (!served) {
                    manager.fail(
                            "the client of lease " + assignment.lease() + " did not connect to every worker within "
                                    + assignment.connectTimeoutNs() / 1_000_000
                                    + " ms; see its log, whether it reaches executor-manager.host, and control.timeout");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException | Error e) { // nobody serves any more, and the manager is to say why
                manager.fail("serving lease " + assignment.lease() + " failed: " + e);
                LOG.error("serving failed", e);
            }
            if (atPlace.isEmpty()) {
                fabric.close();
            }
            if (served) {
                afterwards.run();
            } else {
                System.exit(0); // without a word of having finished, which would hide why
            }
        });
    }

    private void awaitTheNext(boolean isWarm) {
        if (isWarm) {
            try {
                Thread.sleep(COMPILE_TIME);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            System.gc(); // an idle executor keeps no garbage
            try {
                early = atPlace.map(fabric -> fabric.listen("")).orElse(null);
            } catch (FabricException e) {
                manager.fail("cannot listen for a client: " + e.getMessage());
            }
        }
        report(new WarmedUp(Optional.ofNullable(early).map(Listener::address)));
    }

    private void exit() {
        report(new Finished());
        System.exit(0);
    }

    private void report(ExecutorReport report) {
        try {
            manager.send(report);
        } catch (IOException e) {
            LOG.debug("the manager closed the pipe or died", e);
            System.exit(0);
        }
    }

    private void endAfterGrace(End end) {
        LOG.info("lease ends: {}", end.reason());
        Executor executor = serving;
        if (executor != null) {
            executor.endLease();
        }
        Thread.ofVirtual().start(() -> {
            try {
                Thread.sleep(end.graceMs());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            System.exit(0);
        });
    }

    /** Leaves nothing in memory that outlives the process. */
    private void close() {
        Executor executor = serving;
        if (executor != null) {
            executor.close();
        }
        atPlace.ifPresent(Fabric::close);
    }
}
