package org.rfaas.cli;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.rfaas.function.FunctionBundle;
import org.rfaas.function.RemoteFunction;

/** Finds a function by name on a class path that is not this program's. */
final class FunctionSource {
    private FunctionSource() {}

    /**
     * Bundles a function with the classes it reaches; runs none of its code.
     *
     * @throws CliException when there is no such class, or it is no function
     */
    static FunctionBundle load(String className, String classPath) throws IOException {
        try (URLClassLoader loader = new URLClassLoader(urls(classPath), FunctionSource.class.getClassLoader())) {
            Class<?> type = Class.forName(className, false, loader);
            return FunctionBundle.of(type.asSubclass(RemoteFunction.class));
        } catch (ClassNotFoundException e) {
            throw CliException.failed("no class " + className + " in " + classPath, e);
        } catch (ClassCastException e) {
            throw CliException.failed(className + " does not implement " + RemoteFunction.class.getName(), e);
        } catch (LinkageError | IllegalArgumentException e) {
            throw CliException.failed(className + " cannot be shipped: " + e.getMessage(), e);
        }
    }

    private static URL[] urls(String classPath) throws MalformedURLException {
        List<URL> urls = new ArrayList<>();
        for (String place : classPath.split(File.pathSeparator, -1)) {
            Path path = Path.of(place);
            if (place.isEmpty() || !Files.exists(path)) {
                throw CliException.misused("--class-path: there is no '" + place + "'");
            }
            urls.add(path.toUri().toURL());
        }
        return urls.toArray(URL[]::new);
    }
}
