package org.rfaas.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.rfaas.config.RfaasConfig;
import org.rfaas.file.UserFolders;

/** Where a service of a user keeps what has to outlive it, unless the configuration says otherwise. */
final class StateDirectory {
    private StateDirectory() {}

    /**
     * A resource manager's: named after where it listens, so that it finds it again when it is started again. Empty when
     * that is a place of its fabric's choice, which nobody finds again either, or the user has no folder for such things.
     */
    static Optional<Path> ofManager(RfaasConfig config, Map<String, String> environment) {
        String listen = config.manager().listen();
        if (listen.isEmpty()) {
            return Optional.empty();
        }
        return UserFolders.named(environment, "XDG_STATE_HOME")
                .or(() -> UserFolders.home().map(home -> home.resolve(".local", "state")))
                .map(state -> state.resolve("rfaas", listen.replaceAll("[^A-Za-z0-9._-]", "_")));
    }
}
