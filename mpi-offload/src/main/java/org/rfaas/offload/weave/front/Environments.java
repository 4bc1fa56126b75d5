package org.rfaas.offload.weave.front;

import javax.annotation.processing.ProcessingEnvironment;

/** Finds javac's own processing environment behind the one that a development environment puts before it. */
final class Environments {
    private static final String INTELLIJ_WRAPPERS = "org.jetbrains.jps.javac.APIWrappers";

    private Environments() {}

    static ProcessingEnvironment unwrap(ProcessingEnvironment environment) {
        try {
            Class<?> wrappers = Class.forName(
                    INTELLIJ_WRAPPERS, true, environment.getClass().getClassLoader());
            Object own = wrappers.getDeclaredMethod("unwrap", Class.class, Object.class)
                    .invoke(null, ProcessingEnvironment.class, environment);
            return own instanceof ProcessingEnvironment unwrapped ? unwrapped : environment;
        } catch (ReflectiveOperationException e) {
            return environment; // not that environment
        }
    }
}
