package org.rfaas.bench.loops;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import org.rfaas.offload.weave.WeaveResult;
import org.rfaas.offload.weave.Weaver;

/** Loads a trial's class once more, woven. */
final class WovenTrial {
    private WovenTrial() {}

    /** Weaves a trial's class. */
    static WeaveResult weave(Class<? extends LoopTrial> trial) {
        WeaveResult result = new Weaver(WovenTrial::find).weave(classFile(trial));
        if (!result.isWoven()) {
            throw new IllegalStateException(trial.getSimpleName() + " is refused: " + result.refusals());
        }
        return result;
    }

    static LoopTrial load(Class<? extends LoopTrial> trial, WeaveResult woven) {
        Loader loader = new Loader(trial.getName(), woven.classBytes());
        return create(loader.defined().asSubclass(LoopTrial.class));
    }

    static LoopTrial create(Class<? extends LoopTrial> trial) {
        try {
            return trial.getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(trial.getName() + " cannot be made", e);
        }
    }

    private static byte[] classFile(Class<?> type) {
        byte[] found = find(type.getName().replace('.', '/'));
        if (found == null) {
            throw new IllegalStateException("no class file of " + type.getName());
        }
        return found;
    }

    private static byte @Nullable [] find(String internalName) {
        try (InputStream in = ClassLoader.getSystemResourceAsStream(internalName + ".class")) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Loader extends ClassLoader {
        private final Class<?> defined;

        Loader(String name, byte[] classFile) {
            super(LoopTrial.class.getClassLoader());
            this.defined = defineClass(name, classFile, 0, classFile.length);
        }

        Class<?> defined() {
            return defined;
        }
    }
}
