package org.rfaas.offload.weave.analysis;

import java.lang.classfile.Annotation;
import java.lang.classfile.Attributes;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.InvokeInstruction;
import org.rfaas.offload.Offload;
import org.rfaas.offload.woven.WovenLoop;

/**
 * Finds methods with offloaded loops of their own, annotated or woven already. Called in an offloaded loop, such a loop would
 * run where its caller runs, and nobody would know that it is not offloaded.
 */
final class OwnLoops {
    static final String PROBLEM = "it has an offloaded loop itself; annotate one of the two loops";

    private static final String OFFLOAD = Offload.class.descriptorString();
    private static final String WOVEN = WovenLoop.class.getName().replace('.', '/');

    private OwnLoops() {}

    static boolean isIn(MethodModel method) {
        boolean isAnnotated = method.findAttribute(Attributes.runtimeVisibleAnnotations())
                .map(all -> all.annotations().stream().anyMatch(OwnLoops::isOffload))
                .orElse(false);
        return isAnnotated || method.code().map(OwnLoops::isIn).orElse(false);
    }

    private static boolean isIn(CodeModel code) {
        boolean isAnnotated = code.findAttribute(Attributes.runtimeVisibleTypeAnnotations())
                .map(all -> all.annotations().stream().anyMatch(one -> isOffload(one.annotation())))
                .orElse(false);
        return isAnnotated
                || code.elementStream()
                        .anyMatch(element -> element instanceof InvokeInstruction call
                                && call.owner().name().equalsString(WOVEN));
    }

    private static boolean isOffload(Annotation annotation) {
        return annotation.className().equalsString(OFFLOAD);
    }
}
