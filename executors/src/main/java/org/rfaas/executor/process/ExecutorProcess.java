package org.rfaas.executor.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rfaas.executor.manager.ExecutorExit;
import org.rfaas.executor.manager.ExecutorStartException;
import org.rfaas.executor.manager.RunningExecutor;
import org.rfaas.executor.manager.StandbyExecutor;
import org.rfaas.executor.pipe.ExecutorCommand;
import org.rfaas.executor.pipe.ExecutorCommand.Assign;
import org.rfaas.executor.pipe.ExecutorCommand.End;
import org.rfaas.executor.pipe.ExecutorCommand.WarmUp;
import org.rfaas.executor.sandbox.Confinement;
import org.rfaas.executor.usage.UsageBox;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.fabric.FabricPlace;
import org.rfaas.lease.EndReason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An executor in a process and a sandbox of its own: from its start, over what it is asked to serve, to its exit. */
final class ExecutorProcess implements RunningExecutor, StandbyExecutor {
    private static final Logger LOG = LoggerFactory.getLogger(ExecutorProcess.class);
    private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(1);
    /**
     * For one that has said why it gives up: its exit code says no more. It may hang in a loop that the JVM cannot stop in,
     * while its client, whom it has left already, waits a second at most for the reason.
     */
    private static final Duration LEAVE_TIMEOUT = Duration.ofMillis(250);
    /** A JVM that begins to serve makes slots and compiles beside its client's way: kept on one core it takes twice as long. */
    private static final Duration SETTLE_TIME = Duration.ofMillis(100);

    private final Process process;
    private final Confinement confinement;
    private final Optional<FabricPlace> place;
    private final UsageBox usage;
    private final ExecutorPipe pipe;
    private final LogTail log = new LogTail();
    private final CompletableFuture<ExecutorExit> exit = new CompletableFuture<>();
    private volatile String name;

    /** Where it listens without having been assigned. */
    private volatile Optional<FabricAddress> early = Optional.empty();

    /** Where its client may come. */
    private volatile @Nullable FabricAddress address;

    /** Whether its usage is somebody else's concern. */
    private volatile boolean isHandedOver;

    private volatile boolean toldToEnd;
    private volatile @Nullable String failure;

    /**
     * @param confinement closed when the process has ended, as is {@code place}
     * @param place where it opens its fabric
     * @param usage where it counts; deleted when the process has ended without having served
     * @param code that the node keeps
     */
    ExecutorProcess(
            Process process, Confinement confinement, Optional<FabricPlace> place, UsageBox usage, CodeStore code) {
        this.process = process;
        this.confinement = confinement;
        this.place = place;
        this.usage = usage;
        this.name = "executor " + process.pid();
        this.pipe = new ExecutorPipe(process, code, this::name, exit);
        // platform threads: reading a pipe blocks the carrier of a virtual one
        Thread reports =
                Thread.ofPlatform().name(name + " reports").daemon().start(() -> pipe.readReports(this::giveUp, log));
        Thread output = Thread.ofPlatform()
                .name(name + " output")
                .daemon()
                .start(() -> log.follow(this::name, process.getErrorStream()));
        Thread.ofVirtual().name(name + " exit").start(() -> awaitExit(reports, output));
    }

    /**
     * Has it serve a lease that is nobody's.
     *
     * @param isLast whether none follows
     * @param client connects to the address it is given, and disconnects
     * @param timeout for each step
     * @throws ExecutorStartException when it does not come to that; nothing is left of it then
     */
    void warmUp(Assign assignment, boolean isLast, Consumer<FabricAddress> client, Duration timeout)
            throws ExecutorStartException {
        CompletableFuture<Optional<FabricAddress>> over = pipe.nextWarmedUp();
        client.accept(listen(new WarmUp(assignment, isLast), timeout));
        early = await(over, timeout);
    }

    @Override
    public RunningExecutor serve(Assign assignment, long memoryBytes, Duration timeout) throws ExecutorStartException {
        name = "executor " + process.pid() + " of lease " + assignment.lease();
        try {
            begin(assignment, memoryBytes, timeout);
            return this;
        } catch (RuntimeException | Error e) { // that no thread can be started is an Error
            kill();
            exit.join();
            throw e;
        }
    }

    private void begin(Assign assignment, long memoryBytes, Duration timeout) throws ExecutorStartException {
        limit(memoryBytes, assignment.workers());
        if (early.isPresent()) {
            address = early.get();
            tell(assignment); // its client may be on its way before it has read this
        } else {
            address = listen(assignment, timeout);
        }
        if (assignment.cpus().isEmpty()) {
            Thread.ofVirtual().name(name + " settling").start(() -> pinSettled(assignment));
        } else {
            pinAtOnce(assignment); // before its workers pin themselves, which Linux before 6.2 would forget
        }
        isHandedOver = true;
    }

    private void limit(long memoryBytes, int cores) throws ExecutorStartException {
        try {
            confinement.limit(memoryBytes, cores);
        } catch (IOException e) {
            kill("it cannot be limited to what its lease has: " + e.getMessage());
            throw died(e);
        }
    }

    private void pinAtOnce(Assign assignment) throws ExecutorStartException {
        try {
            pin(assignment);
        } catch (IOException e) {
            throw died(e);
        }
    }

    private void pinSettled(Assign assignment) {
        try {
            Thread.sleep(SETTLE_TIME);
            pin(assignment);
        } catch (IOException e) {
            LOG.debug("{} was killed since it could not be pinned", name, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Keeps it on the cores of its lease, or kills it. */
    private void pin(Assign assignment) throws IOException {
        try {
            List<Integer> cores = confinement.pin(assignment.workers(), assignment.cpus());
            LOG.debug("{} has cores {}", name, cores);
        } catch (IOException e) {
            kill("it cannot be kept on the cores of its lease: " + e.getMessage());
            throw e;
        }
    }

    /** Returns when it listens for its client. */
    private FabricAddress listen(ExecutorCommand assignment, Duration timeout) throws ExecutorStartException {
        CompletableFuture<FabricAddress> listening = pipe.nextReady();
        tell(assignment);
        return await(listening, timeout);
    }

    private void tell(ExecutorCommand assignment) throws ExecutorStartException {
        try {
            pipe.send(assignment);
        } catch (IOException e) {
            throw died(e);
        }
    }

    private <T> T await(CompletableFuture<T> word, Duration timeout) throws ExecutorStartException {
        try {
            return word.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            kill();
            exit.join();
            throw new ExecutorStartException(
                    "the executor was not ready within " + timeout.toMillis() + " ms; raise executor.start-timeout"
                            + log.text(),
                    e);
        } catch (ExecutionException e) {
            throw died(e);
        } catch (InterruptedException e) {
            kill();
            exit.join();
            Thread.currentThread().interrupt();
            throw new ExecutorStartException("interrupted while an executor started", e);
        }
    }

    private ExecutorStartException died(Exception cause) {
        killAfter(DRAIN_TIMEOUT);
        return new ExecutorStartException(
                "the executor died before it was ready: " + exit.join().text(), cause);
    }

    /** Has no work for it: it exits. */
    void dismiss() {
        toldToEnd = true;
        pipe.close();
    }

    private void giveUp(String reason) {
        if (failure == null) { // it may say so any number of times
            failure = LogTail.printable(reason);
            Thread.ofVirtual().name(name + " failure").start(() -> killAfter(LEAVE_TIMEOUT));
        }
    }

    /** Lets it come to its own end, if it does. */
    private void killAfter(Duration patience) {
        try {
            if (!process.waitFor(patience)) {
                kill();
            }
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public FabricAddress address() {
        return Objects.requireNonNull(address, "not asked to serve yet");
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Optional<UsageBox> usage() {
        return Optional.of(usage);
    }

    @Override
    public void end(EndReason reason, Duration grace) {
        toldToEnd = true;
        // on a thread of its own: one that does not read its commands must not keep anybody from killing it
        Thread.ofPlatform().name(name + " end").daemon().start(() -> {
            try {
                pipe.send(new End(reason, grace.toMillis()));
            } catch (IOException e) {
                LOG.debug("{} cannot be told to end; it is about to be gone", name, e);
            }
        });
    }

    @Override
    public void kill() {
        // by its handle: Process.destroyForcibly would close the streams, and with them what it still has to say
        if (!process.toHandle().destroyForcibly()) {
            LOG.debug("{} is gone already", name);
        }
    }

    private void kill(String why) {
        failure = why;
        kill();
    }

    @Override
    public CompletableFuture<ExecutorExit> exit() {
        return exit;
    }

    private void awaitExit(Thread reports, Thread output) {
        ExecutorExit seen;
        try {
            seen = watchExit(reports, output);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            seen = new ExecutorExit(EndReason.LOST, "its manager was interrupted");
        } catch (RuntimeException | Error e) {
            LOG.error("{}: cannot tell how it ended", name, e);
            seen = new ExecutorExit(EndReason.LOST, "its manager failed: " + e);
        }
        try {
            leaveNothing();
        } finally {
            exit.complete(seen); // else its cores would never be free
        }
    }

    private ExecutorExit watchExit(Thread reports, Thread output) throws InterruptedException {
        int code = process.waitFor();
        // whatever it said before it died; a process it left behind may keep the pipes open, so not for ever
        reports.join(DRAIN_TIMEOUT);
        output.join(DRAIN_TIMEOUT);
        log.crashReport().ifPresent(report -> LOG.warn("{} crashed: {}", name, report));
        EndReason reason = pipe.isFinished() ? EndReason.RELEASED : EndReason.LOST;
        String text = code == 0 && (pipe.isFinished() || toldToEnd)
                ? ""
                : CauseOfDeath.describe(code, failure, confinement.breach(), log.crash()) + log.text();
        return new ExecutorExit(reason, text);
    }

    private void leaveNothing() {
        confinement.close();
        if (!isHandedOver) {
            usage.delete();
        }
        try {
            place.ifPresent(FabricPlace::close);
        } catch (UncheckedIOException e) {
            LOG.warn("{}: {}", name, e.getMessage());
        }
    }
}
