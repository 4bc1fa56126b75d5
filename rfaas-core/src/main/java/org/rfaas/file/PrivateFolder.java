package org.rfaas.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Folders that this process's user alone can write to and read (mode 0700), wherever they are: others may write beside them. */
public final class PrivateFolder {
    private static final Set<PosixFilePermission> OWNERS_ALONE = PosixFilePermissions.fromString("rwx------");

    /** To make one where the folder above it is known to be private. */
    public static final FileAttribute<Set<PosixFilePermission>> RIGHTS =
            PosixFilePermissions.asFileAttribute(OWNERS_ALONE);

    private PrivateFolder() {}

    /**
     * Makes a folder, with those above it, or takes the one that is there. If others could read that, they no longer can.
     *
     * @throws IOException when it cannot be made, or what is there is a link, belongs to another user, or could be written to
     *     by others until now, so that nobody knows what they have put into it
     */
    public static void make(Path folder) throws IOException {
        Files.createDirectories(folder, RIGHTS);
        PosixFileAttributes found = Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (found.isSymbolicLink()) {
            throw new IOException("it is a link; name the folder that it leads to");
        }
        if (!Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS).equals(user())) {
            throw new IOException("it belongs to " + found.owner().getName() + "; name another folder");
        }
        Set<PosixFilePermission> rights = found.permissions();
        if (rights.contains(PosixFilePermission.GROUP_WRITE) || rights.contains(PosixFilePermission.OTHERS_WRITE)) {
            throw new IOException("others can write to it (" + PosixFilePermissions.toString(rights)
                    + "); look what is in it, then run chmod 700 " + folder);
        }
        if (!rights.equals(OWNERS_ALONE)) {
            Files.setPosixFilePermissions(folder, OWNERS_ALONE);
        }
    }

    /** Effective user; /proc/self itself is root's where this process may not be looked into (proc(5)). */
    private static Integer user() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("Uid:")) {
                return Integer.valueOf(line.split("\\s+", -1)[2]);
            }
        }
        throw new IOException("/proc/self/status does not name this process's user");
    }
}
