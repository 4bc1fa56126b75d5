package org.rfaas.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.rfaas.config.RfaasConfig;

/** Where a service of a user keeps what has to outlive it, unless the configuration says otherwise. */
final class StateDirectory {
    private StateDirectory() {}

    /**
     * A resource manager's: named after where it listens, so that it finds it again when it is started again. Empty when
     * that is a place of its fabric's choice, which nobody finds again either.
     */
    static Optional<Path> ofManager(RfaasConfig config, Map<String, String> environment) {
        String listen = config.manager().listen();
        if (listen.isEmpty()) {
            return Optional.empty();
        }
        String state = environment.getOrDefault("XDG_STATE_HOME", "");
        Path home = state.isEmpty() ? Path.of(System.getProperty("user.home"), ".local", "state") : Path.of(state);
        return Optional.of(home.resolve("rfaas").resolve(listen.replaceAll("[^A-Za-z0-9._-]", "_")));
    }
}
