package org.rfaas.offload.woven;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.security.CodeSource;
import java.util.HashMap;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** The class files of the classes that a class loader has, each read once. */
final class LoadedClassFiles {
    private final @Nullable ClassLoader loader;
    private final Map<String, byte[]> known = new HashMap<>();

    /** @param loader none for that of the JDK's own classes */
    LoadedClassFiles(@Nullable ClassLoader loader) {
        this.loader = loader;
    }

    /** The class file of a class by internal name; none if it is not to be found. */
    byte @Nullable [] read(String internalName) {
        byte[] bytes = known.get(internalName);
        if (bytes == null) {
            bytes = fromJar(internalName);
            if (bytes == null) {
                bytes = fromLoader(internalName);
            }
            if (bytes != null) {
                known.put(internalName, bytes);
            }
        }
        return bytes;
    }

    /**
     * From the jar that the class came from, which its loader has open already unless the class is from an AOT cache. Asked for a
     * resource the loader would open it once more, by a URL, which takes a starting JVM ten times as long.
     */
    private byte @Nullable [] fromJar(String internalName) {
        File file = file(internalName.replace('/', '.'));
        if (file == null || !file.isFile()) {
            return null;
        }
        try (JarFile jar = new JarFile(file, false, ZipFile.OPEN_READ, Runtime.version())) {
            JarEntry entry = jar.getJarEntry(internalName + ".class");
            return entry == null ? null : read(jar.getInputStream(entry));
        } catch (IOException e) {
            return null; // its loader may still find it
        }
    }

    /** Where a class came from; none if that is no file. */
    private @Nullable File file(String className) {
        try {
            CodeSource source = Class.forName(className, false, loader)
                    .getProtectionDomain()
                    .getCodeSource();
            boolean isFile = source != null
                    && source.getLocation() != null
                    && source.getLocation().getProtocol().equals("file");
            return isFile ? new File(source.getLocation().toURI()) : null;
        } catch (ClassNotFoundException | LinkageError | URISyntaxException | IllegalArgumentException e) {
            return null; // whatever is wrong with it, its file may still be found
        }
    }

    private byte @Nullable [] fromLoader(String internalName) {
        String file = internalName + ".class";
        try {
            return read(
                    loader == null ? ClassLoader.getSystemResourceAsStream(file) : loader.getResourceAsStream(file));
        } catch (IOException e) {
            return null; // as good as not there
        }
    }

    private static byte @Nullable [] read(@Nullable InputStream from) throws IOException {
        try (InputStream in = from) {
            return in == null ? null : in.readAllBytes();
        }
    }
}
