package org.rfaas.function;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.attribute.EnclosingMethodAttribute;
import java.lang.classfile.attribute.InnerClassesAttribute;
import java.lang.classfile.attribute.NestHostAttribute;
import java.lang.classfile.attribute.NestMembersAttribute;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MethodTypeEntry;
import java.lang.classfile.constantpool.NameAndTypeEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.LinkedHashSet;
import java.util.Optional;
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
        try (InputStream in = loader.getResourceAsStream(resource(name))) {
            if (in == null) {
                throw new IllegalArgumentException("no class file of " + name + " on the class path");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalArgumentException("class file of " + name + " cannot be read", e);
        }
    }

    /** Binary names of the classes that running a class file may need and that a worker does not already have. */
    static Set<String> referencedBy(byte[] classFile) {
        Set<String> names = new LinkedHashSet<>();
        for (PoolEntry entry : withoutNesting(classFile).constantPool()) {
            switch (entry) {
                case ClassEntry type -> addName(type.asSymbol(), names);
                case NameAndTypeEntry member -> addTypes(member.type().stringValue(), names);
                case MethodTypeEntry type -> addTypes(type.descriptor().stringValue(), names);
                default -> {}
            }
        }
        return names;
    }

    /** Binary names of the superclass and interfaces: all that merely loading a class file needs. */
    static Set<String> hierarchyOf(byte[] classFile) {
        ClassModel model = ClassFile.of().parse(classFile);
        Set<String> names = new LinkedHashSet<>();
        model.superclass().ifPresent(type -> addName(type.asSymbol(), names));
        model.interfaces().forEach(type -> addName(type.asSymbol(), names));
        return names;
    }

    /** Binary name of the nest host, which the JVM loads when nest mates use each other's private members. */
    static Optional<String> nestHostOf(byte[] classFile) {
        return ClassFile.of()
                .parse(classFile)
                .findAttribute(Attributes.nestHost())
                .map(attribute -> attribute.nestHost().asInternalName().replace('/', '.'));
    }

    /**
     * The class with a constant pool that does not mention its outer and inner classes. Otherwise a small function nested
     * in an application's main class would drag the whole application along.
     */
    private static ClassModel withoutNesting(byte[] classFile) {
        ClassFile rewriter =
                ClassFile.of(ClassFile.ConstantPoolSharingOption.NEW_POOL, ClassFile.StackMapsOption.DROP_STACK_MAPS);
        ClassTransform dropNesting = ClassTransform.dropping(element -> element instanceof InnerClassesAttribute
                || element instanceof NestHostAttribute
                || element instanceof NestMembersAttribute
                || element instanceof EnclosingMethodAttribute);
        return rewriter.parse(rewriter.transformClass(rewriter.parse(classFile), dropNesting));
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

    /** Whether a worker resolves this name by itself: the function API, the JDK, and annotations it may do without. */
    private static boolean isOnEveryWorker(String name) {
        return name.startsWith(OWN_PACKAGE)
                || name.startsWith("java.")
                || name.startsWith("org.jspecify.")
                || ClassLoader.getPlatformClassLoader().getResource(resource(name)) != null;
    }

    private static String resource(String name) {
        return name.replace('.', '/') + ".class";
    }
}
