package org.rfaas.executor.process;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.rfaas.executor.manager.ExecutorExit;
import org.rfaas.executor.pipe.ExecutorCommand;
import org.rfaas.executor.pipe.ExecutorCommand.Code;
import org.rfaas.executor.pipe.ExecutorReport;
import org.rfaas.executor.pipe.ExecutorReport.CodeOffered;
import org.rfaas.executor.pipe.ExecutorReport.CodeWanted;
import org.rfaas.executor.pipe.ExecutorReport.Failed;
import org.rfaas.executor.pipe.ExecutorReport.Finished;
import org.rfaas.executor.pipe.ExecutorReport.Ready;
import org.rfaas.executor.pipe.ExecutorReport.WarmedUp;
import org.rfaas.executor.pipe.PipeCodec;
import org.rfaas.fabric.FabricAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The manager's end of an executor's standard streams: commands to it, reports from it. One thread reads reports, any may
 * send commands.
 */
final class ExecutorPipe implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ExecutorPipe.class);

    private final Process process;
    private final DataOutputStream commands;
    private final CodeStore code;
    private final Supplier<String> name;
    private final CompletableFuture<ExecutorExit> exit;
    private volatile CompletableFuture<Optional<FabricAddress>> warmedUp = new CompletableFuture<>();
    private volatile CompletableFuture<FabricAddress> ready = new CompletableFuture<>();
    private volatile boolean finished;

    /**
     * @param code that the node keeps, and the executor asks for
     * @param name of the executor, for the log
     * @param exit after which nothing is to be expected
     */
    ExecutorPipe(Process process, CodeStore code, Supplier<String> name, CompletableFuture<ExecutorExit> exit) {
        this.process = process;
        this.commands = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
        this.code = code;
        this.name = name;
        this.exit = exit;
    }

    synchronized void send(ExecutorCommand command) throws IOException {
        PipeCodec.write(commands, command);
    }

    /** Of the next warm-up: where the executor listens from now on, if it does. Fails when it exits. */
    CompletableFuture<Optional<FabricAddress>> nextWarmedUp() {
        CompletableFuture<Optional<FabricAddress>> word = expected();
        warmedUp = word;
        return word;
    }

    /** Of the next assignment: where its client may come. Fails when the executor exits. */
    CompletableFuture<FabricAddress> nextReady() {
        CompletableFuture<FabricAddress> word = expected();
        ready = word;
        return word;
    }

    private <T> CompletableFuture<T> expected() {
        CompletableFuture<T> word = new CompletableFuture<>();
        var _ = exit.thenApply(_ -> word.completeExceptionally(new IllegalStateException("exited")));
        return word;
    }

    /** Whether it has said that it has served its lease to the end. */
    boolean isFinished() {
        return finished;
    }

    /**
     * Reads and handles reports until they end; what is none is taken for the last words of a JVM that dies.
     *
     * @param failed told why the executor gives up
     */
    void readReports(Consumer<String> failed, LogTail log) {
        // not by try-with-resources: that would close it before what the JVM has to say is read
        DataInputStream in = new DataInputStream(new BufferedInputStream(process.getInputStream()));
        try {
            while (true) {
                handle(PipeCodec.readReport(in), failed);
            }
        } catch (EOFException e) {
            LOG.trace("{}: end of reports", name.get(), e);
        } catch (IOException | IllegalArgumentException e) {
            // a JVM that dies says why on its standard output; let it, and let it die
            LOG.debug("{} sent what is no report: {}", name.get(), e.getMessage());
            log.follow(name, in);
        } catch (RuntimeException | Error e) { // it would wait for ever for somebody to read what it says
            LOG.error("{}: what it reports cannot be handled", name.get(), e);
            failed.accept("its manager failed: " + e);
        }
    }

    private void handle(ExecutorReport received, Consumer<String> failed) throws IOException {
        switch (received) {
            case WarmedUp report -> warmedUp.complete(report.address());
            case Ready report -> ready.complete(report.address());
            case CodeWanted wanted -> send(new Code(wanted.key(), code.find(wanted.key())));
            case CodeOffered offer -> code.keep(offer.key(), offer.code());
            case Failed report -> failed.accept(report.reason());
            case Finished _ -> finished = true;
        }
    }

    /** No more commands: an executor that has none to obey exits. */
    @Override
    public void close() {
        try {
            commands.close();
        } catch (IOException e) {
            LOG.debug("{} is gone already", name.get(), e);
        }
    }
}
