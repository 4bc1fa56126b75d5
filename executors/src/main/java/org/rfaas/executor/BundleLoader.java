package org.rfaas.executor;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rfaas.function.FunctionBundle;
import org.rfaas.function.Invocation;
import org.rfaas.function.RemoteFunction;

/**
 * Class loader of one bundle. It sees the bundle, the function interface and the JDK, and nothing of the executor. Real
 * classes rather than hidden ones, so that stack traces name the user's methods.
 */
final class BundleLoader extends ClassLoader {
    private static final Map<String, Class<?>> API =
            Map.of(RemoteFunction.class.getName(), RemoteFunction.class, Invocation.class.getName(), Invocation.class);

    private final FunctionBundle bundle;

    static {
        registerAsParallelCapable();
    }

    BundleLoader(FunctionBundle bundle) {
        super("bundle-" + bundle.key(), ClassLoader.getPlatformClassLoader());
        this.bundle = bundle;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        Class<?> shared = API.get(name);
        if (shared != null) {
            return shared;
        }
        byte @Nullable [] bytes = bundle.classes().get(name);
        if (bytes == null) {
            throw new ClassNotFoundException(name + " is not in the bundle of " + bundle.mainClass());
        }
        return defineClass(name, bytes, 0, bytes.length);
    }
}
