package org.rfaas.executor.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.rfaas.file.PrivateFolder;
import org.rfaas.file.WholeFile;
import org.rfaas.function.FunctionKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The code of a node's functions, in files named by their SHA-256. Only the executor manager touches the folder: executors
 * ask and offer over their pipes, and whatever passes here is hashed on its way in and on its way out, so that no executor
 * can leave something under a wrong name for the next. When it is full, what was used longest ago goes. Thread-safe; several
 * managers may share the folder.
 */
public final class CodeCache {
    private static final Logger LOG = LoggerFactory.getLogger(CodeCache.class);

    /** An executor may bring this part of the cache: one tenant shall not throw out what all others have. */
    private static final int SHARES = 4;

    private final Path folder;
    private final long maxBytes;

    private CodeCache(Path folder, long maxBytes) {
        this.folder = folder;
        this.maxBytes = maxBytes;
    }

    /**
     * Opens a cache, making its folder (mode 0700) if need be.
     *
     * @throws IOException when the folder cannot be made, or is not this user's alone
     */
    public static CodeCache open(Path folder, long maxBytes) throws IOException {
        PrivateFolder.make(folder);
        return new CodeCache(folder, maxBytes);
    }

    /** The cache as an executor sees it. */
    CodeStore forExecutor() {
        return new Share();
    }

    private final class Share implements CodeStore {
        private long leftBytes = maxBytes / SHARES;

        @Override
        public Optional<byte[]> find(FunctionKey key) {
            return CodeCache.this.find(key);
        }

        @Override
        public synchronized void keep(FunctionKey key, byte[] code) {
            if (!FunctionKey.of(code).equals(key)) {
                LOG.warn("an executor offered code {} as {}", FunctionKey.of(code), key);
            } else if (code.length <= leftBytes) {
                leftBytes -= code.length;
                store(key, code);
            }
        }
    }

    private Optional<byte[]> find(FunctionKey key) {
        Path file = folder.resolve(key.hex());
        try {
            byte[] code = Files.readAllBytes(file);
            if (!FunctionKey.of(code).equals(key)) {
                LOG.warn("{} is damaged and removed", file);
                Files.deleteIfExists(file);
                return Optional.empty();
            }
            Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
            return Optional.of(code);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            LOG.warn("{} cannot be read: {}", file, e.getMessage());
            return Optional.empty();
        }
    }

    private synchronized void store(FunctionKey key, byte[] code) {
        Path file = folder.resolve(key.hex());
        try {
            if (Files.exists(file)) {
                return;
            }
            makeRoom(code.length);
            WholeFile.write(file, code);
        } catch (IOException e) {
            LOG.warn("code {} is not kept: {}", key, e.getMessage());
        }
    }

    private record Entry(Path file, long bytes, FileTime used) {}

    /** Empty when another manager has removed it meanwhile. */
    private static Optional<Entry> entry(Path file) throws IOException {
        try {
            return Optional.of(new Entry(file, Files.size(file), Files.getLastModifiedTime(file)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private void makeRoom(long wantedBytes) throws IOException {
        List<Entry> entries = new ArrayList<>();
        long bytes = wantedBytes;
        try (var files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Optional<Entry> entry = entry(file);
                if (entry.isPresent()) {
                    entries.add(entry.get());
                    bytes += entry.get().bytes();
                }
            }
        }
        entries.sort(Comparator.comparing(Entry::used));
        for (Entry oldest : entries) {
            if (bytes <= maxBytes) {
                break;
            }
            Files.deleteIfExists(oldest.file());
            bytes -= oldest.bytes();
        }
    }
}
