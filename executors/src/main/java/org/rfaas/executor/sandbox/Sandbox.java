package org.rfaas.executor.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The kind of sandbox that a node's executors run in. Thread-safe. */
public final class Sandbox implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sandbox.class);

    private final Isolation isolation;
    private final Limits limits;
    private final Optional<ScratchFolder> scratch;
    private final CoreBook cores = new CoreBook(ProcessCores.allowed());

    private Sandbox(Isolation isolation, Limits limits, Optional<ScratchFolder> scratch) {
        this.isolation = isolation;
        this.limits = limits;
        this.scratch = scratch;
    }

    /** No isolation and no limits. */
    public static Sandbox none() {
        return new Sandbox(new Isolation.None(), Limits.none(), Optional.empty());
    }

    /** bubblewrap; where it does not run, no isolation but loud words. */
    public static Sandbox bubblewrapIfPossible() {
        try {
            return bubblewrap();
        } catch (SandboxException e) {
            LOG.warn("EXECUTORS ARE NOT SANDBOXED, their functions can do all that this user can: {}", e.getMessage());
            return none();
        }
    }

    /**
     * bubblewrap.
     *
     * @throws SandboxException when it does not run here; says why
     */
    public static Sandbox bubblewrap() {
        Path program = Programs.find("bwrap")
                .orElseThrow(() -> new SandboxException(
                        "bubblewrap is not installed; run run-scripts/setup, or set executor.sandbox=none"));
        Optional<SystemCalls> calls = SystemCalls.ofThisMachine();
        if (calls.isEmpty()) {
            LOG.warn("no system call filter: the system calls of {} are not known", System.getProperty("os.arch"));
        }
        ScratchFolder scratch = ScratchFolder.create();
        try {
            Optional<Bubblewrap.Filters> filters = calls.isPresent()
                    ? Optional.of(Bubblewrap.Filters.write(calls.get(), scratch.path()))
                    : Optional.empty();
            Isolation isolation = new Bubblewrap(program, filters);
            Programs.requireRuns(isolation);
            return new Sandbox(isolation, Limits.find(), Optional.of(scratch));
        } catch (IOException e) {
            scratch.close();
            throw new SandboxException("cannot write into " + scratch.path() + ": " + e.getMessage(), e);
        } catch (SandboxException e) {
            scratch.close();
            throw e;
        }
    }

    /**
     * podman over a folder with an unpacked image.
     *
     * @throws SandboxException when it does not run here; says why
     */
    public static Sandbox podman(Path image) {
        if (!Files.isDirectory(image)) {
            throw new SandboxException("executor.podman-root names no folder with an unpacked image: '" + image + "'");
        }
        Path program = Programs.find("podman")
                .orElseThrow(() ->
                        new SandboxException("podman is not installed; install it, or set executor.sandbox=bwrap"));
        ScratchFolder scratch = ScratchFolder.create();
        try {
            Isolation isolation = Podman.configured(program, image, scratch.path());
            Programs.requireRuns(isolation);
            return new Sandbox(isolation, Limits.find(), Optional.of(scratch));
        } catch (IOException e) {
            scratch.close();
            throw new SandboxException("cannot write into " + scratch.path() + ": " + e.getMessage(), e);
        } catch (SandboxException e) {
            scratch.close();
            throw e;
        }
    }

    /** As {@code executor.sandbox} names it. */
    public String name() {
        return isolation.name();
    }

    /**
     * A sandbox for one executor.
     *
     * @throws IOException when its control group cannot be made
     */
    public Confinement confine(HostAccess access) throws IOException {
        return new Confinement(isolation, access, limits.group(), cores);
    }

    /** Removes what the sandboxes were made from; none may run any more. */
    @Override
    public void close() {
        scratch.ifPresent(ScratchFolder::close);
    }
}
