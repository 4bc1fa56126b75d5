package org.rfaas.file;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Folders of this user, as the XDG base directory specification has them. */
public final class UserFolders {
    private UserFolders() {}

    /**
     * The folder that the environment names; empty where it does not, or names a relative one, which the specification has
     * programs ignore.
     */
    public static Optional<Path> named(Map<String, String> environment, String variable) {
        return absolute(environment.getOrDefault(variable, ""));
    }

    /** This user's home; empty where the system knows none, and the JVM says {@code ?}. */
    public static Optional<Path> home() {
        return absolute(System.getProperty("user.home", ""));
    }

    private static Optional<Path> absolute(String folder) {
        return Optional.of(folder).filter(name -> name.startsWith("/")).map(Path::of);
    }
}
