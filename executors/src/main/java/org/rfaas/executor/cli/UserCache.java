package org.rfaas.executor.cli;

import java.nio.file.Path;
import org.rfaas.file.UserFolders;

/** Where this user's programs keep what they can make again (XDG base directory specification). */
public final class UserCache {
    private UserCache() {}

    /** This project's part of it. */
    public static Path folder() {
        return UserFolders.named(System.getenv(), "XDG_CACHE_HOME")
                .or(() -> UserFolders.home().map(home -> home.resolve(".cache")))
                .map(cache -> cache.resolve("rfaas"))
                .orElseGet(() -> Path.of(
                        System.getProperty("java.io.tmpdir"), "rfaas-cache-" + System.getProperty("user.name")));
    }
}
