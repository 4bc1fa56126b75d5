package org.rfaas.offload.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rfaas.offload.woven.LoopDescriptor;
import org.rfaas.offload.woven.WovenLoop;

/** Eclipse's compiler tests loops at their end, and names and orders things in its own way. */
final class EclipseCompilerTest {
    @TempDir
    private Path directory;

    @AfterEach
    void uninstall() {
        WovenLoop.install(null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-g", "-g:none"})
    void shouldWeaveWhatItCompiles(String debug) throws Exception {
        Map<String, byte[]> classes =
                Sources.compileWithEclipse(directory, KernelSources.CLASS, KernelSources.TEXT, debug);
        Map<String, WeaveResult> woven = Sources.weave(classes);
        assertThat(woven.get(KernelSources.CLASS).refusals()).isEmpty();
        StripeRuntime runtime = new StripeRuntime(11);
        WovenLoop.install(runtime);
        for (LoopDescriptor loop : woven.get(KernelSources.CLASS).loops()) {
            String kernel = loop.name()
                    .substring(loop.name().indexOf('.') + 1, loop.name().indexOf(':'));
            assertThat(run(Sources.loadWoven(woven), kernel)).as(kernel).isEqualTo(run(Sources.load(classes), kernel));
        }
        assertThat(runtime.inOrder).isEmpty();
        assertThat(runtime.failed).isZero();
    }

    private static Object run(ClassLoader loader, String kernel) throws ReflectiveOperationException {
        return loader.loadClass(KernelSources.CLASS)
                .getMethod("run", String.class)
                .invoke(null, kernel);
    }
}
