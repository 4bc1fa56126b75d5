package org.rfaas.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UserFoldersTest {
    @Test
    void shouldIgnoreRelativeFolders() {
        assertThat(UserFolders.named(Map.of("XDG_STATE_HOME", "/s"), "XDG_STATE_HOME"))
                .contains(Path.of("/s"));
        assertThat(UserFolders.named(Map.of("XDG_STATE_HOME", "rel"), "XDG_STATE_HOME"))
                .isEmpty();
        assertThat(UserFolders.named(Map.of(), "XDG_STATE_HOME")).isEmpty();
    }
}
