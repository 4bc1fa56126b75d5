package org.rfaas.offload.woven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadedClassFilesTest {
    static final class Sample {}

    private static final String NAME = Sample.class.getName().replace('.', '/');

    @TempDir
    private Path folder;

    private static byte[] expected() throws IOException {
        try (InputStream in = Objects.requireNonNull(Sample.class.getResourceAsStream("/" + NAME + ".class"))) {
            return in.readAllBytes();
        }
    }

    @Test
    void shouldReadFromTheJarThatAClassCameFrom() throws IOException {
        Path jar = folder.resolve("a b.jar"); // a name that URLs write differently
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out)) {
            entries.putNextEntry(new ZipEntry(NAME + ".class"));
            entries.write(expected());
        }
        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null) {
            @Override
            public InputStream getResourceAsStream(String name) {
                throw new AssertionError("asked for " + name);
            }
        }) {
            assertThat(new LoadedClassFiles(loader).read(NAME)).isEqualTo(expected());
        }
    }

    @Test
    void shouldReadFromFoldersAndTheJdk() throws IOException {
        LoadedClassFiles files = new LoadedClassFiles(Sample.class.getClassLoader());
        assertThat(files.read(NAME)).isEqualTo(expected());
        assertThat(files.read("java/lang/Math")).isNotEmpty();
        assertThat(files.read("no/such/Class")).isNull();
        assertThat(new LoadedClassFiles(null).read("java/lang/Math")).isNotEmpty();
    }

    @Test
    void shouldAskALoaderThatDoesNotSayWhereItsClassesAreFrom() {
        ClassLoader loader = new ClassLoader(null) {
            @Override
            public InputStream getResourceAsStream(String name) {
                return new ByteArrayInputStream(new byte[] {42});
            }
        };
        assertThat(new LoadedClassFiles(loader).read("made/Up")).containsExactly(42);
    }
}
