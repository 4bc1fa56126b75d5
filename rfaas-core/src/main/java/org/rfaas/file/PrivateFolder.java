package org.rfaas.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;

/** Folders that this process's user alone can write to and read (mode 0700), wherever they are: others may write beside them. */
public final class PrivateFolder {
    private static final Set<PosixFilePermission> OWNERS_ALONE = PosixFilePermissions.fromString("rwx------");

    private PrivateFolder() {}

    /**
     * Makes a folder, with those above it, or takes the one that is there. If others could read that, they no longer can.
     *
     * @throws IOException when it cannot be made, or what is there is a link, belongs to another user, or could be written to
     *     by others until now, so that nobody knows what they have put into it
     */
    public static void make(Path folder) throws IOException {
        Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OWNERS_ALONE));
        PosixFileAttributes found = Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (found.isSymbolicLink()) {
            throw new IOException("it is a link; name the folder that it leads to");
        }
        if (!found.owner().equals(user())) {
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

    private static UserPrincipal user() throws IOException {
        return Files.getOwner(Path.of("/proc/self"));
    }
}
