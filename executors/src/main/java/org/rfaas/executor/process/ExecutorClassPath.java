package org.rfaas.executor.process;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;
import org.rfaas.executor.ExecutorMain;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.FabricProvider;
import org.rfaas.fabric.Fabrics;
import org.slf4j.Logger;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * The class path of an executor: only what it runs with, found by where this process has it from, so it works from jars as
 * well as from folders of classes.
 */
final class ExecutorClassPath {
    private ExecutorClassPath() {}

    static List<Path> find() {
        Set<Path> places = new LinkedHashSet<>();
        places.add(placeOf(ExecutorMain.class));
        places.add(placeOf(Fabric.class));
        places.add(placeOf(Logger.class));
        for (SLF4JServiceProvider provider : ServiceLoader.load(SLF4JServiceProvider.class)) {
            places.add(placeOf(provider.getClass()));
        }
        for (FabricProvider provider : Fabrics.providers()) {
            provider.libraries().forEach(library -> places.add(placeOf(library)));
        }
        return List.copyOf(places);
    }

    static String toArgument(List<Path> places) {
        return places.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    private static Path placeOf(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        if (source == null || source.getLocation() == null) {
            throw new IllegalStateException(type + " comes from no jar or folder; start with a plain class path");
        }
        try {
            return Path.of(source.getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(type + " comes from " + source.getLocation(), e);
        }
    }
}
