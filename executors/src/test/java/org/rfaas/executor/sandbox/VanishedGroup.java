package org.rfaas.executor.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A sandbox whose control group somebody has removed, so that it can limit nothing. */
public final class VanishedGroup {
    /** What its group is named. */
    public static final String NAME = "rfaas-1-1";

    private VanishedGroup() {}

    /**
     * Makes it.
     *
     * @param parent where the group would be
     */
    public static Confinement below(Path parent) throws IOException {
        ControlGroup group = new ControlGroup(new GroupLayout(true, parent, parent, Optional.of(parent)), NAME);
        Files.delete(parent.resolve(NAME));
        return new Confinement(
                new Isolation.None(),
                new HostAccess(List.of(), List.of(), true),
                Optional.of(group),
                new CoreBook(List.of(0)));
    }
}
