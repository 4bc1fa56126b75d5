package org.rfaas.offload.weave;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.rfaas.offload.woven.LoopSite;
import org.rfaas.offload.woven.WovenLoop;
import org.rfaas.offload.woven.WovenRuntime;

/** A runtime that asks each loop about its copies when it is opened, and runs none. */
public final class OpeningProbe implements WovenRuntime {
    private final AtomicReference<@Nullable String> found = new AtomicReference<>();

    private OpeningProbe() {}

    /**
     * What the first loop of a program says of its copies when it is opened: which of them is outdated, null if none is.
     *
     * @param program calls the loop by reflection
     */
    public static @Nullable String findOutdatedCopy(ThrowingCallable program) {
        OpeningProbe probe = new OpeningProbe();
        WovenLoop.install(probe);
        try {
            assertThatThrownBy(program).hasCauseInstanceOf(CancellationException.class);
        } finally {
            WovenLoop.uninstall(probe);
        }
        return probe.found.get();
    }

    @Override
    public LoopSite open(WovenLoop loop) {
        found.set(loop.findOutdatedCopy());
        throw new CancellationException();
    }

    @Override
    public void touch(Object array) {}
}
