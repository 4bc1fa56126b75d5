package org.rfaas.offload.weave;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.TypeAnnotation;
import java.lang.classfile.attribute.RuntimeVisibleTypeAnnotationsAttribute;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.eclipse.jdt.core.compiler.batch.BatchCompiler;

/** Compiles sources in memory, weaves what came out, and loads either. */
public final class Sources {
    private Sources() {}

    /** Class files by binary name. */
    static Map<String, byte[]> compile(Map<String, String> sources, String... options) {
        var compiler = ToolProvider.getSystemJavaCompiler();
        Map<String, byte[]> classes = new TreeMap<>();
        StringWriter errors = new StringWriter();
        List<JavaFileObject> units = new ArrayList<>();
        sources.forEach((name, text) -> units.add(new Text(name, text)));
        List<String> all = new ArrayList<>(List.of("-proc:none", "-classpath", System.getProperty("java.class.path")));
        all.addAll(List.of(options));
        try (JavaFileManager files = new Memory(compiler.getStandardFileManager(null, null, null), classes)) {
            boolean ok = compiler.getTask(errors, files, null, all, null, units).call();
            if (!ok) {
                throw new AssertionError("does not compile:\n" + errors);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return classes;
    }

    public static Map<String, byte[]> compile(String name, String source, String... options) {
        return compile(Map.of(name, source), options);
    }

    /**
     * The same by Eclipse's compiler.
     *
     * @param directory an empty one, for files
     */
    static Map<String, byte[]> compileWithEclipse(Path directory, String name, String text, String... options)
            throws IOException {
        Path source = Files.writeString(directory.resolve(name + ".java"), text);
        Path output = directory.resolve("classes");
        List<String> all = new ArrayList<>(List.of("-24", "-nowarn", "-proc:none"));
        all.addAll(List.of("-classpath", System.getProperty("java.class.path"), "-d", output.toString()));
        all.addAll(List.of(options));
        all.add(source.toString());
        StringWriter messages = new StringWriter();
        PrintWriter writer = new PrintWriter(messages, true);
        if (!BatchCompiler.compile(all.toArray(String[]::new), writer, writer, null)) {
            throw new AssertionError("does not compile:\n" + messages);
        }
        Map<String, byte[]> classes = new TreeMap<>();
        try (Stream<Path> files = Files.list(output)) {
            for (Path file : files.toList()) {
                classes.put(file.getFileName().toString().replace(".class", ""), Files.readAllBytes(file));
            }
        }
        return classes;
    }

    /** As tools leave class files that do not care where annotated local variables live. */
    static Map<String, byte[]> withoutScopes(Map<String, byte[]> classes) {
        CodeTransform dropScopes = (code, element) -> code.with(
                element instanceof RuntimeVisibleTypeAnnotationsAttribute all
                        ? RuntimeVisibleTypeAnnotationsAttribute.of(all.annotations().stream()
                                .map(one -> TypeAnnotation.of(
                                        TypeAnnotation.TargetInfo.ofLocalVariable(List.of()),
                                        one.targetPath(),
                                        one.annotation()))
                                .toList())
                        : element);
        ClassFile classFile = ClassFile.of();
        Map<String, byte[]> without = new TreeMap<>();
        classes.forEach((name, bytes) -> without.put(
                name,
                classFile.transformClass(classFile.parse(bytes), ClassTransform.transformingMethodBodies(dropScopes))));
        return without;
    }

    /** Weaves each class; all must be accepted. */
    static Map<String, WeaveResult> weave(Map<String, byte[]> classes) {
        Weaver weaver = new Weaver(name -> find(classes, name));
        Map<String, WeaveResult> results = new TreeMap<>();
        classes.forEach((name, bytes) -> results.put(name, weaver.weave(bytes)));
        return results;
    }

    public static byte[] find(Map<String, byte[]> classes, String internalName) {
        byte[] own = classes.get(internalName.replace('/', '.'));
        if (own != null) {
            return own;
        }
        try (var stream = ClassLoader.getSystemResourceAsStream(internalName + ".class")) {
            return stream == null ? null : stream.readAllBytes();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static ClassLoader load(Map<String, byte[]> classes) {
        Map<String, byte[]> own = new HashMap<>(classes);
        return new ClassLoader(Sources.class.getClassLoader()) {
            @Override
            protected Class<?> findClass(String name) throws ClassNotFoundException {
                byte[] bytes = own.get(name);
                if (bytes == null) {
                    throw new ClassNotFoundException(name);
                }
                return defineClass(name, bytes, 0, bytes.length);
            }

            @Override
            public InputStream getResourceAsStream(String file) {
                byte[] bytes = own.get(file.replaceFirst("[.]class$", "").replace('/', '.'));
                return bytes == null ? super.getResourceAsStream(file) : new ByteArrayInputStream(bytes);
            }
        };
    }

    static ClassLoader loadWoven(Map<String, WeaveResult> woven) {
        Map<String, byte[]> classes = new HashMap<>();
        woven.forEach((name, result) -> classes.put(name, result.classBytes()));
        return load(classes);
    }

    private static final class Text extends SimpleJavaFileObject {
        private final String text;

        Text(String name, String text) {
            super(URI.create("string:///" + name.replace('.', '/') + ".java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    private static final class Memory extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, byte[]> classes;

        Memory(JavaFileManager files, Map<String, byte[]> classes) {
            super(files);
            this.classes = classes;
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("memory:///" + name + ".class"), kind) {
                @Override
                public OutputStream openOutputStream() {
                    return new ByteArrayOutputStream() {
                        @Override
                        public void close() {
                            classes.put(name, toByteArray());
                        }
                    };
                }
            };
        }
    }
}
