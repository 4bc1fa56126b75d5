package org.rfaas.executor.sandbox;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.rfaas.file.FileTree;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A private folder (mode 0700, as {@link Files#createTempDirectory} makes it) that is removed on close. */
record ScratchFolder(Path path) implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ScratchFolder.class);
    private static final String PREFIX = "rfaas-sandbox-";
    /** With its maker's process id. */
    private static final Pattern NAME = Pattern.compile(PREFIX + "([0-9]{1,9})-.*");

    /** Makes one, after removing those of processes that were killed. */
    static ScratchFolder create() {
        try {
            Path path =
                    Files.createTempDirectory(PREFIX + ProcessHandle.current().pid() + "-");
            sweep(path.resolveSibling(""), Files.getOwner(path));
            return new ScratchFolder(path);
        } catch (IOException e) {
            throw new SandboxException("cannot make a temporary folder: " + e.getMessage(), e);
        }
    }

    /** What cannot be removed stays: nobody goes without a sandbox for that. */
    private static void sweep(Path parent, UserPrincipal user) {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path folder : folders) {
                Matcher name = NAME.matcher(folder.getFileName().toString());
                if (name.matches()
                        && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty()) {
                    removeIfOf(user, folder);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            LOG.debug("cannot sweep {}", parent, e);
        }
    }

    /**
     * Others may have put there what they like, under any name, with links in it: only folders of this user go. Another
     * process may be removing the same one.
     */
    static void removeIfOf(UserPrincipal user, Path folder) {
        try {
            if (user.equals(Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS))) {
                new ScratchFolder(folder).close();
            }
        } catch (IOException e) {
            LOG.debug("{} is gone, or left behind", folder, e);
        }
    }

    @Override
    public void close() {
        try {
            FileTree.delete(path);
        } catch (IOException e) {
            LOG.debug("{} is left behind", path, e);
        }
    }
}
