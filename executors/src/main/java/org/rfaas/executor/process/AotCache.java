package org.rfaas.executor.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.rfaas.executor.ExecutorArguments;
import org.rfaas.executor.manager.ExecutorStartException;
import org.rfaas.fabric.FabricException;
import org.rfaas.file.FileProblem;
import org.rfaas.file.FileTree;
import org.rfaas.file.PrivateFolder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file from which the JVM of a fresh executor maps its classes, loaded and linked (JEP 483, 514). The JVM does not notice
 * that a jar was replaced (JDK-8377932), so the file's name has a digest of the jars, and of all else it depends on. It is
 * made by an executor of our own that is warmed up and exits; no executor that has served anybody ever writes it.
 */
public final class AotCache {
    private static final Logger LOG = LoggerFactory.getLogger(AotCache.class);
    private static final Duration KEPT = Duration.ofDays(7);

    /** Longer than any making takes: in another PID namespace that shares the folder, its maker looks dead. */
    private static final Duration MAKING = Duration.ofMinutes(10);

    private static final String PREFIX = "executor-";
    private static final String SUFFIX = ".aot";
    private static final Pattern PART = Pattern.compile(".*\\.part-([0-9]{1,9})(\\..*)?");

    private final Optional<Path> target;

    private AotCache(Optional<Path> target) {
        this.target = target;
    }

    /** None, and none will be made. */
    public static AotCache none() {
        return new AotCache(Optional.empty());
    }

    /**
     * The cache for the jars this process runs with; there is none for folders of classes.
     *
     * @param folder private to this user (made if missing)
     */
    public static AotCache in(Path folder) {
        ExecutorJvm jvm = new ExecutorJvm();
        if (!jvm.classPath().stream().allMatch(Files::isRegularFile)) {
            LOG.info("executors start without an AOT cache: that needs jars, and this runs from folders of classes");
            return none();
        }
        try {
            PrivateFolder.make(folder); // whoever may write there could run code in every executor
            return new AotCache(Optional.of(folder.resolve(PREFIX + digest(jvm) + SUFFIX)));
        } catch (IOException e) {
            LOG.warn(
                    "executors start without an AOT cache: {} cannot be used: {}; see executor.aot-cache",
                    folder,
                    FileProblem.reason(e));
            return none();
        }
    }

    private static String digest(ExecutorJvm jvm) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (OutputStream into = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
                for (String property : List.of("java.home", "java.vm.version", "java.vm.vendor", "os.arch")) {
                    into.write(System.getProperty(property).getBytes(StandardCharsets.UTF_8));
                }
                into.write(jvm.command(0, List.of(), ExecutorArguments.none())
                        .toString()
                        .getBytes(StandardCharsets.UTF_8));
                for (Path jar : jvm.classPath()) {
                    try (InputStream bytes = Files.newInputStream(jar)) {
                        bytes.transferTo(into);
                    }
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The cache, if it has been made by now. */
    Optional<Path> file() {
        return target.filter(Files::isRegularFile);
    }

    /** Flags with which a JVM uses it. */
    List<String> flags() {
        return file().map(path -> List.of("-XX:AOTCache=" + path)).orElse(List.of());
    }

    /**
     * Makes it unless it is there; takes seconds. Several processes may do so at once: the last one's stays. A failure is
     * logged, since executors start without it too.
     *
     * @param fabric provider to warm up with
     */
    public void make(String fabric) {
        if (target.isEmpty()) {
            return;
        }
        Path file = target.get();
        Path part = file.resolveSibling(
                file.getFileName() + ".part-" + ProcessHandle.current().pid());
        try {
            if (Files.exists(file)) {
                Files.setLastModifiedTime(file, FileTime.from(Instant.now())); // in use
                return;
            }
            removeOld(file.resolveSibling(""));
            AotTraining.run(fabric, part);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            LOG.info("AOT cache of executors made: {} ({} MiB)", file, Files.size(file) >> 20);
        } catch (IOException e) {
            LOG.warn("executors start without an AOT cache: {} cannot be written: {}", file, FileProblem.reason(e));
        } catch (ExecutorStartException | FabricException e) {
            LOG.warn("executors start without an AOT cache: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            deleteQuietly(part);
        }
    }

    /** Caches that nobody has used for long, and what processes have left behind that were killed while they made one. */
    static void removeOld(Path folder) throws IOException {
        Instant now = Instant.now();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, PREFIX + "*")) {
            for (Path file : all) {
                if (isOld(file, now)) {
                    deleteQuietly(file);
                }
            }
        }
    }

    private static boolean isOld(Path file, Instant now) throws IOException {
        Matcher part = PART.matcher(file.getFileName().toString());
        boolean abandoned = part.matches()
                && ProcessHandle.of(Long.parseLong(part.group(1))).isEmpty();
        Instant oldest = now.minus(abandoned ? MAKING : KEPT);
        try {
            return Files.getLastModifiedTime(file).toInstant().isBefore(oldest);
        } catch (NoSuchFileException e) { // another manager does the same
            return false;
        }
    }

    private static void deleteQuietly(Path path) {
        try {
            FileTree.delete(path);
        } catch (IOException e) {
            LOG.debug("{} is left behind", path, e);
        }
    }
}
