package org.rfaas.function;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MethodTypeEntry;
import java.lang.classfile.constantpool.NameAndTypeEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds class files through a loader and reads which classes they mention. */
final class ClassBytes {
    private static final String OWN_PACKAGE = RemoteFunction.class.getPackageName() + ".";

    private final ClassLoader loader;

    ClassBytes(@Nullable ClassLoader loader) {
        this.loader = loader == null ? ClassLoader.getSystemClassLoader() : loader;
    }

    byte[] find(String name) {
        try (InputStream in = loader.getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new IllegalArgumentException("no class file of " + name + " on the class path");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalArgumentException("class file of " + name + " cannot be read", e);
        }
    }

    /** Binary names of the classes a class file mentions that a worker does not already have. */
    static Set<String> referencedBy(byte[] classFile) {
        ClassModel model = ClassFile.of().parse(classFile);
        Set<String> names = new LinkedHashSet<>();
        for (PoolEntry entry : model.constantPool()) {
            switch (entry) {
                case ClassEntry type -> addName(type.asSymbol(), names);
                case NameAndTypeEntry member -> addTypes(member.type().stringValue(), names);
                case MethodTypeEntry type -> addTypes(type.descriptor().stringValue(), names);
                default -> {}
            }
        }
        return names;
    }

    /** The verifier may load parameter and return types that no class entry names. */
    private static void addTypes(String descriptor, Set<String> names) {
        if (descriptor.startsWith("(")) {
            MethodTypeDesc method = MethodTypeDesc.ofDescriptor(descriptor);
            method.parameterList().forEach(parameter -> addName(parameter, names));
            addName(method.returnType(), names);
        } else {
            addName(ClassDesc.ofDescriptor(descriptor), names);
        }
    }

    private static void addName(ClassDesc type, Set<String> names) {
        ClassDesc element = type;
        while (element.isArray()) {
            element = element.componentType();
        }
        if (element.isPrimitive()) {
            return;
        }
        String descriptor = element.descriptorString();
        String name = descriptor.substring(1, descriptor.length() - 1).replace('/', '.');
        if (!isOnEveryWorker(name)) {
            names.add(name);
        }
    }

    /** Whether a worker resolves this name by itself: the JDK, the function API, and annotations of our tools. */
    private static boolean isOnEveryWorker(String name) {
        return name.startsWith("java.")
                || name.startsWith("javax.")
                || name.startsWith("jdk.")
                || name.startsWith(OWN_PACKAGE)
                || name.startsWith("org.jspecify.");
    }
}
