package org.rfaas.offload.weave.analysis;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.constant.ClassDesc;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rfaas.offload.woven.ClassFileDigest;
import org.rfaas.offload.woven.DeclaredField;
import org.rfaas.offload.woven.DeclaredMethod;

/** Classes as the compiler sees them, parsed once. */
public final class ClassFinder {
    /** Where class files come from. */
    @FunctionalInterface
    public interface Files {
        /** Bytes of a class by internal name; none if it is unknown. */
        byte @Nullable [] find(String internalName);
    }

    private final Files files;
    private final Map<String, ClassModel> known = new HashMap<>();

    public ClassFinder(Files files) {
        this.files = files;
    }

    public @Nullable ClassModel find(String internalName) {
        ClassModel model = known.get(internalName);
        if (model == null) {
            byte[] bytes = files.find(internalName);
            if (bytes == null) {
                return null;
            }
            model = ClassFile.of().parse(bytes);
            known.put(internalName, model);
        }
        return model;
    }

    /** A method where it is declared: in the class itself or the nearest class above it. */
    public @Nullable Found find(MethodRef method) {
        DeclaredMethod declared = DeclaredMethod.find(this::find, method.owner(), method.name(), method.descriptor());
        return declared == null
                ? null
                : new Found(
                        new MethodRef(declared.owner(), method.name(), method.descriptor()),
                        declared.type(),
                        declared.model());
    }

    /** Why a method is not found. */
    String missing(MethodRef method) {
        return find(method.owner()) == null
                ? "its class file was not found; put it on the class path or module path of the compiler"
                : "neither its class nor a class above has it, but an interface; override it in the class";
    }

    /** A class's name in class files, with slashes. */
    public static String internalName(ClassDesc type) {
        String descriptor = type.descriptorString();
        return descriptor.substring(1, descriptor.length() - 1);
    }

    /** The class files in which a method was looked up, from the class that a call names to the one that declares it. */
    List<ClassFileDigest> filesOf(MethodRef named, Found found) {
        List<ClassFileDigest> looked = new ArrayList<>();
        String at = named.owner();
        while (at != null) {
            byte[] bytes = files.find(at);
            ClassModel model = find(at);
            if (bytes == null || model == null) {
                throw new IllegalStateException("the class file of " + at + " was there before");
            }
            looked.add(ClassFileDigest.of(at, bytes));
            at = at.equals(found.method().owner())
                    ? null
                    : model.superclass().map(above -> above.asInternalName()).orElse(null);
        }
        return looked;
    }

    /** A field where it is declared: in the class itself, its interfaces, or above it. */
    public @Nullable DeclaredField findField(String owner, String name) {
        return DeclaredField.find(this::find, owner, name);
    }

    /** The class files in which a field was looked up, without the JDK's, which differ from one place to the next. */
    List<ClassFileDigest> filesOf(String owner, String name) {
        List<ClassFileDigest> looked = new ArrayList<>();
        DeclaredField.find(
                at -> {
                    byte[] bytes = PureCallees.isPlatform(at) ? null : files.find(at);
                    if (bytes != null) {
                        looked.add(ClassFileDigest.of(at, bytes));
                    }
                    return find(at);
                },
                owner,
                name);
        return looked;
    }

    /** Internal name of the class that declares a field; the one it is named with if that is not found. */
    String declaring(String owner, String name) {
        DeclaredField found = findField(owner, name);
        return found == null ? owner : found.owner().thisClass().asInternalName();
    }

    /** A method, with the class that declares it. */
    public record Found(MethodRef method, ClassModel owner, MethodModel model) {}
}
