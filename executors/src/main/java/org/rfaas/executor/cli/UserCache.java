package org.rfaas.executor.cli;

import java.nio.file.Path;

/** Where this user's programs keep what they can make again (XDG base directory specification). */
public final class UserCache {
    private UserCache() {}

    /** This project's part of it. */
    public static Path folder() {
        String configured = System.getenv().getOrDefault("XDG_CACHE_HOME", "");
        Path parent = configured.startsWith("/")
                ? Path.of(configured)
                : Path.of(System.getProperty("user.home", "."), ".cache");
        return parent.resolve("rfaas");
    }
}
