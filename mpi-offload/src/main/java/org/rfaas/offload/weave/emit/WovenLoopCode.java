package org.rfaas.offload.weave.emit;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import org.rfaas.offload.weave.analysis.AnalysedLoop;
import org.rfaas.offload.weave.analysis.ClassFinder;
import org.rfaas.offload.woven.KernelCode;
import org.rfaas.offload.woven.LoopDescriptor;

/** Everything that is written for one loop. */
public final class WovenLoopCode {
    private final AnalysedLoop loop;
    private final String localBody;
    private final CallValues values;
    private final LoopDescriptor descriptor;
    private final CallSiteWriter call;

    /**
     * Writes the kernel class at once.
     *
     * @param self class with the loop
     * @param methodName method with the loop
     * @param number of the loop in its class
     * @param stable tells which arrays are stable
     * @throws IllegalArgumentException when a limit of class files is exceeded
     */
    public WovenLoopCode(
            AnalysedLoop loop,
            ClassFile classFile,
            ClassDesc self,
            String sourceFile,
            String methodName,
            int number,
            StableSources stable) {
        this.loop = loop;
        this.localBody = localBody(methodName, number);
        this.values = new CallValues(loop);
        String owner =
                self.packageName().isEmpty() ? self.displayName() : self.packageName() + "." + self.displayName();
        String binary = ClassFinder.internalName(self).replace('/', '.');
        String kernelName = binary + "$offload$" + number;
        byte[] kernel = new KernelWriter(loop, ClassDesc.of(kernelName), methodName).write(classFile, sourceFile);
        this.descriptor = new DescriptorBuilder(loop, values, stable)
                .build(
                        owner + "." + methodName + ":" + loop.shape().line(),
                        new KernelCode(kernelName, kernel, loop.remote().copied()));
        this.call = new CallSiteWriter(loop, values, self, localBody, descriptor);
    }

    /** Name of the method that a loop's local body becomes. */
    public static String localBody(String methodName, int number) {
        return methodName.replaceAll("[<>]", "") + "$offload$" + number;
    }

    public LoopDescriptor descriptor() {
        return descriptor;
    }

    /** Adds the local body to the class. */
    public void writeLocalBody(ClassBuilder out) {
        out.withMethodBody(
                localBody,
                LocalBodyWriter.TYPE,
                ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_SYNTHETIC,
                code -> new LocalBodyWriter(loop, values).write(code));
    }

    void writeCall(CodeBuilder out, Label plain, Label exit) {
        call.write(out, plain, exit);
    }

    int first() {
        return loop.shape().loop().first();
    }

    int end() {
        return loop.shape().loop().end();
    }

    int header() {
        return loop.shape().header();
    }

    int exit() {
        return loop.shape().exit();
    }

    boolean isFirst(Label label) {
        return loop.shape().code().positions().of(label) == first();
    }

    boolean isHeader(Label label) {
        return loop.shape().code().positions().of(label) == header();
    }

    Label headerLabel() {
        return loop.shape().code().positions().at(header());
    }
}
