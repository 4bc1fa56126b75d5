package org.rfaas.offload.weave;

import java.lang.classfile.Annotation;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.FieldModel;
import java.lang.classfile.MethodElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.TypeAnnotation;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.attribute.RuntimeVisibleAnnotationsAttribute;
import java.lang.constant.ClassDesc;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.rfaas.offload.weave.analysis.AnalysedLoop;
import org.rfaas.offload.weave.analysis.ClassFinder;
import org.rfaas.offload.weave.analysis.LoopAnalysis;
import org.rfaas.offload.weave.analysis.LoopFinder;
import org.rfaas.offload.weave.analysis.LoopShape;
import org.rfaas.offload.weave.analysis.RefusalException;
import org.rfaas.offload.weave.code.MethodCode;
import org.rfaas.offload.weave.code.Scope;
import org.rfaas.offload.weave.emit.WovenLoopCode;
import org.rfaas.offload.weave.emit.WovenMethod;
import org.rfaas.offload.woven.LoopDescriptor;

/** Weaves one class. */
final class ClassWeaver {
    private static final int JAVA_11 = 55;
    private static final String MISPLACED =
            "there is no loop; @Offload belongs on the variable of a counted loop, as in for (@Offload int i = 0; i < n; i++), or"
                    + " on a method that has the loop alone";

    private final ClassFinder classes;
    private final ClassFile classFile;
    private final MissingClasses missing;
    private final byte[] classBytes;
    private final ClassModel model;
    private final ClassDesc self;
    private final String sourceFile;
    private final List<Diagnostic> refusals = new ArrayList<>();
    private final Map<MethodModel, List<WovenLoopCode>> woven = new LinkedHashMap<>();
    private int loops;

    /**
     * For one class.
     *
     * @param missing is asked by {@code classFile} for classes that nobody else knows
     */
    ClassWeaver(ClassFinder classes, ClassFile classFile, MissingClasses missing, byte[] classBytes) {
        this.classes = classes;
        this.classFile = classFile;
        this.missing = missing;
        this.classBytes = classBytes;
        this.model = classFile.parse(classBytes);
        this.self = model.thisClass().asSymbol();
        this.sourceFile = model.findAttribute(Attributes.sourceFile())
                .map(attribute -> attribute.sourceFile().stringValue())
                .orElse(self.displayName());
    }

    WeaveResult weave() {
        for (FieldModel field : model.fields()) {
            if (Annotations.isMisplaced(field)) {
                refuse(field.fieldName().stringValue(), 0, MISPLACED);
            }
        }
        for (MethodModel method : model.methods()) {
            // a bridge has the annotations of the method that it calls, but no loop
            if (!method.flags().has(AccessFlag.BRIDGE)) {
                weave(method);
            }
        }
        if (woven.isEmpty() || !refusals.isEmpty()) {
            return new WeaveResult(classBytes, List.of(), refusals);
        }
        byte[] bytes;
        try {
            bytes = classFile.transformClass(model, transform());
        } catch (IllegalArgumentException e) {
            return refuseAll("with its woven loops the class exceeds a limit of class files (" + firstLine(e)
                    + "); move the loop to a method of its own");
        }
        List<VerifyError> errors = classFile.verify(bytes);
        if (!errors.isEmpty() && !missing.names().isEmpty()) {
            return refuseAll("the class cannot be verified, for it uses " + String.join(", ", missing.names())
                    + ", not found on the class path or module path; put it there");
        }
        if (!errors.isEmpty()) {
            throw new IllegalStateException("the woven class does not verify: " + errors);
        }
        List<LoopDescriptor> descriptors = woven.values().stream()
                .flatMap(List::stream)
                .map(WovenLoopCode::descriptor)
                .toList();
        return new WeaveResult(bytes, descriptors, List.of());
    }

    private void weave(MethodModel method) {
        if (method.code().orElse(null) instanceof CodeAttribute code) {
            weave(method, code);
        } else if (Annotations.onMethod(method) != null || Annotations.isMisplaced(method)) {
            refuse(method, 0, MISPLACED);
        }
    }

    private void weave(MethodModel method, CodeAttribute code) {
        Annotation onMethod = Annotations.onMethod(method);
        List<TypeAnnotation> onVariables = Annotations.onVariables(code);
        boolean isMisplaced = Annotations.isMisplaced(method);
        if (onMethod == null && onVariables.isEmpty() && !isMisplaced) {
            return;
        }
        LoopAnalysis analysis;
        try {
            analysis = new LoopAnalysis(classes, self, code);
        } catch (IllegalArgumentException e) {
            refuse(method, 0, String.valueOf(e.getMessage()));
            return;
        }
        if (isMisplaced) {
            refuse(method, analysis.flow().code().line(0), MISPLACED);
        }
        List<LoopShape> shapes = new ArrayList<>();
        if (onMethod != null) {
            attempt(method, () -> {
                LoopShape shape = new LoopFinder(analysis.flow())
                        .findOnly(analysis.flow().code().line(0));
                add(shapes, shape);
                analyse(method, analysis, shape, onMethod);
            });
        }
        for (TypeAnnotation annotation : onVariables) {
            attempt(method, () -> {
                for (LoopShape shape : find(analysis, annotation, code)) {
                    add(shapes, shape);
                    analyse(method, analysis, shape, annotation.annotation());
                }
            });
        }
    }

    private static List<LoopShape> find(LoopAnalysis analysis, TypeAnnotation annotation, CodeAttribute code)
            throws RefusalException {
        List<Scope> scopes = List.of();
        if (annotation.targetInfo() instanceof TypeAnnotation.LocalVarTarget local) {
            MethodCode methodCode = analysis.flow().code();
            scopes = Scope.of(local, code, methodCode.positions());
            if (scopes.isEmpty()) {
                throw new RefusalException(
                        methodCode.line(0),
                        "the class file does not say where a local variable with @Offload lives; weave it as the compiler wrote"
                                + " it, or annotate a method that has the loop alone");
            }
        }
        return new LoopFinder(analysis.flow()).find(scopes);
    }

    private static void add(List<LoopShape> shapes, LoopShape shape) throws RefusalException {
        for (LoopShape other : shapes) {
            if (other.header() == shape.header()) {
                throw new RefusalException(
                        shape.line(), "the loop has @Offload twice, on the method and on its variable; keep one");
            }
            if (other.loop().contains(shape.header()) || shape.loop().contains(other.header())) {
                throw new RefusalException(
                        shape.line(),
                        "an offloaded loop inside of another is not supported; annotate the outer one alone");
            }
        }
        shapes.add(shape);
    }

    private void analyse(MethodModel method, LoopAnalysis analysis, LoopShape shape, Annotation annotation)
            throws RefusalException {
        if (model.majorVersion() < JAVA_11) {
            throw new RefusalException(
                    shape.line(), "the class is compiled for a Java before 11; compile for 11 or later");
        }
        if (model.flags().has(AccessFlag.INTERFACE)) {
            throw new RefusalException(
                    shape.line(), "loops in interfaces are not supported; move the method to a class");
        }
        AnalysedLoop loop = prove(analysis, shape, Annotations.isSet(annotation, "reassociate"));
        String methodName = method.methodName().stringValue();
        try {
            woven.computeIfAbsent(method, _ -> new ArrayList<>())
                    .add(new WovenLoopCode(
                            loop,
                            classFile,
                            self,
                            sourceFile,
                            methodName,
                            nextNumber(methodName),
                            new StableDeclarations(classes, method, shape)));
        } catch (IllegalArgumentException e) {
            throw new RefusalException(
                    shape.line(),
                    "the loop's code exceeds a limit of class files (" + firstLine(e)
                            + "); move parts of it into static methods of numbers");
        }
    }

    /** Of a loop in a method: not one whose local body would have the name of a method that the class has. */
    private int nextNumber(String methodName) {
        while (hasMethod(WovenLoopCode.localBody(methodName, loops))) {
            loops++;
        }
        return loops++;
    }

    private boolean hasMethod(String name) {
        return model.methods().stream().anyMatch(method -> method.methodName().equalsString(name));
    }

    /** A fault of the analysis is told like a refusal, at the line of the loop that has brought it to light. */
    private static AnalysedLoop prove(LoopAnalysis analysis, LoopShape shape, boolean mayReassociate)
            throws RefusalException {
        try {
            return analysis.analyse(shape, mayReassociate);
        } catch (RuntimeException | StackOverflowError e) {
            StackTraceElement[] trace = e.getStackTrace();
            String place = trace.length == 0 ? "" : " at " + trace[0];
            throw new RefusalException(shape.line(), "the weaver fails at this loop, please report it: " + e + place);
        }
    }

    /** Without the listing of the code that follows it. */
    private static String firstLine(IllegalArgumentException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    private ClassTransform transform() {
        ClassTransform methods = (out, element) -> {
            List<WovenLoopCode> own = element instanceof MethodModel method ? woven.get(method) : null;
            if (element instanceof MethodModel method && own != null) {
                out.transformMethod(
                        method,
                        MethodTransform.transformingCode(CodeTransform.ofStateful(() -> new WovenMethod(own)))
                                .andThen((to, part) -> to.with(withoutOffload(part))));
            } else {
                out.with(element);
            }
        };
        return methods.andThen(ClassTransform.endHandler(
                out -> woven.values().forEach(own -> own.forEach(loop -> loop.writeLocalBody(out)))));
    }

    private static MethodElement withoutOffload(MethodElement element) {
        return element instanceof RuntimeVisibleAnnotationsAttribute annotations
                ? RuntimeVisibleAnnotationsAttribute.of(annotations.annotations().stream()
                        .filter(one -> !one.className().equalsString(Annotations.OFFLOAD))
                        .toList())
                : element;
    }

    private interface Attempt {
        void run() throws RefusalException;
    }

    private void attempt(MethodModel method, Attempt attempt) {
        try {
            attempt.run();
        } catch (RefusalException e) {
            refuse(method, e.line(), String.valueOf(e.getMessage()));
        }
    }

    private WeaveResult refuseAll(String message) {
        woven.keySet().forEach(method -> refuse(method, 0, message));
        return new WeaveResult(classBytes, List.of(), refusals);
    }

    private void refuse(MethodModel method, int line, String message) {
        refuse(method.methodName().stringValue(), line, message);
    }

    private void refuse(String member, int line, String message) {
        String className = model.thisClass().asInternalName().replace('/', '.');
        refusals.add(new Diagnostic(sourceFile, line, className + "." + member, message));
    }
}
