package org.rfaas.offload.weave.emit;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.classfile.attribute.SourceFileAttribute;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.rfaas.offload.weave.analysis.AnalysedLoop;
import org.rfaas.offload.weave.analysis.MethodRef;
import org.rfaas.offload.weave.code.ControlFlow;
import org.rfaas.offload.weave.code.MethodCode;
import org.rfaas.offload.woven.ArrayUse;
import org.rfaas.offload.woven.RemoteBody;

/** Writes the class that is shipped: the remote body in its three forms, and copies of the methods it calls. */
final class KernelWriter {
    private final AnalysedLoop loop;
    private final ClassDesc kernel;
    private final String bodyName;
    private final Map<MethodRef, String> copyNames = new LinkedHashMap<>();
    private final ElementMethods elements;
    private final BulkCopies bulkCopies;
    private final Map<Integer, FixedBounds.Range> bounds;

    KernelWriter(AnalysedLoop loop, ClassDesc kernel, String methodName) {
        this.loop = loop;
        this.kernel = kernel;
        this.bodyName = methodName.startsWith("<") ? "init" : methodName;
        this.elements = new ElementMethods(kernel);
        this.bulkCopies = new BulkCopies(kernel);
        this.bounds = FixedBounds.of(loop.remote());
        for (MethodRef method : loop.remote().calls().keySet()) {
            copyNames.put(method, method.name() + "$" + copyNames.size());
        }
    }

    /** The class file. */
    byte[] write(ClassFile classFile, String sourceFile) {
        return classFile.build(kernel, type -> {
            type.withFlags(ClassFile.ACC_PUBLIC | ClassFile.ACC_FINAL | ClassFile.ACC_SUPER);
            type.withInterfaceSymbols(ClassDesc.of(RemoteBody.class.getName()));
            type.with(SourceFileAttribute.of(sourceFile));
            type.withMethodBody(
                    ConstantDescs.INIT_NAME,
                    ConstantDescs.MTD_void,
                    ClassFile.ACC_PUBLIC,
                    code -> code.aload(0)
                            .invokespecial(ConstantDescs.CD_Object, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void)
                            .return_());
            for (WindowForm form : WindowForm.values()) {
                type.withMethodBody(form.method, form.body(), ClassFile.ACC_PUBLIC, code -> writeRun(code, form));
                type.withMethodBody(
                        bodyName + "$body",
                        form.body(),
                        ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC,
                        code -> new RemoteBodyWriter(loop, kernel, form, elements, bulkCopies, bounds, copyNames)
                                .write(code));
            }
            writeConstant(type, "elementTypes", elementTypes());
            writeConstant(type, "sharedOrigins", new SharedOrigins(loop.uses()).encoded());
            writeConstant(type, "rows", bits(use -> loop.captures().isRows(use.array())));
            writeConstant(type, "written", bits(use -> use.access().writes()));
            loop.remote()
                    .calls()
                    .forEach((method, code) -> type.withMethodBody(
                            nameOf(method),
                            MethodTypeDesc.ofDescriptor(method.descriptor()),
                            ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC,
                            out -> writeCopy(out, code)));
            elements.write(type);
            bulkCopies.write(type);
        });
    }

    private String elementTypes() {
        StringBuilder types = new StringBuilder();
        loop.uses()
                .forEach(use ->
                        types.append(loop.captures().elementType(use.array()).descriptor()));
        return types.toString();
    }

    /** Bit u is set if the condition holds for use u. */
    private long bits(Predicate<ArrayUse> condition) {
        long bits = 0;
        for (int use = 0; use < loop.uses().size(); use++) {
            bits |= condition.test(loop.uses().get(use)) ? 1L << use : 0;
        }
        return bits;
    }

    private static void writeConstant(ClassBuilder type, String name, ConstantDesc value) {
        TypeKind kind = value instanceof Long ? TypeKind.LONG : TypeKind.REFERENCE;
        type.withMethodBody(
                name,
                MethodTypeDesc.of(value instanceof Long ? ConstantDescs.CD_long : ConstantDescs.CD_String),
                ClassFile.ACC_PUBLIC,
                code -> code.loadConstant(value).return_(kind));
    }

    private void writeRun(CodeBuilder out, WindowForm form) {
        int slot = 1;
        for (ClassDesc parameter : form.body().parameterList()) {
            out.loadLocal(TypeKind.from(parameter), slot);
            slot++;
        }
        out.invokestatic(kernel, bodyName + "$body", form.body()).return_();
    }

    private void writeCopy(CodeBuilder out, MethodCode code) {
        CodeCopier copier = new CodeCopier(out, code, 0, code.size());
        BitSet reachable = new BitSet();
        new ControlFlow(code).order().forEach(reachable::set);
        for (int at = 0; at < code.size(); at++) {
            copier.bind(at);
            if (reachable.get(at)) {
                copier.writeLine(at);
                if (!CopiedCalls.write(out, code.op(at), kernel, copyNames)) {
                    copier.write(at, 0);
                }
            }
        }
    }

    private String nameOf(MethodRef method) {
        String name = copyNames.get(method);
        if (name == null) {
            throw new IllegalStateException(method.text() + " is not copied");
        }
        return name;
    }
}
