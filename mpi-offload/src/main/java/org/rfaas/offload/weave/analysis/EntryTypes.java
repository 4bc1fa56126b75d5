package org.rfaas.offload.weave.analysis;

import java.lang.classfile.Attributes;
import java.lang.classfile.CodeModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.attribute.StackMapFrameInfo;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.util.Map;
import java.util.TreeMap;
import org.rfaas.offload.weave.code.MethodCode;

/** The types of local variables at the head of a loop, which the class file states for the verifier. */
final class EntryTypes {
    private EntryTypes() {}

    /** Type by slot. */
    static Map<Integer, ClassDesc> at(CodeModel model, MethodCode code, int header) throws RefusalException {
        if (model instanceof CodeAttribute attribute) {
            var table = attribute.findAttribute(Attributes.stackMapTable());
            for (StackMapFrameInfo frame : table.isEmpty()
                    ? java.util.List.<StackMapFrameInfo>of()
                    : table.get().entries()) {
                if (code.positions().of(frame.target()) == header) {
                    if (!frame.stack().isEmpty()) {
                        throw new RefusalException(
                                code.line(header),
                                "an offloaded loop inside of an expression is not supported; assign the expression's parts to"
                                        + " local variables before");
                    }
                    return types(frame);
                }
            }
        }
        throw new RefusalException(code.line(header), "the class file has no stack maps; compile for Java 11 or later");
    }

    private static Map<Integer, ClassDesc> types(StackMapFrameInfo frame) {
        Map<Integer, ClassDesc> types = new TreeMap<>();
        int slot = 0;
        for (StackMapFrameInfo.VerificationTypeInfo local : frame.locals()) {
            switch (local) {
                case StackMapFrameInfo.SimpleVerificationTypeInfo simple -> {
                    switch (simple) {
                        case INTEGER -> types.put(slot, ConstantDescs.CD_int);
                        case FLOAT -> types.put(slot, ConstantDescs.CD_float);
                        case LONG -> types.put(slot, ConstantDescs.CD_long);
                        case DOUBLE -> types.put(slot, ConstantDescs.CD_double);
                        case TOP, NULL, UNINITIALIZED_THIS -> {}
                    }
                    if (simple == StackMapFrameInfo.SimpleVerificationTypeInfo.LONG
                            || simple == StackMapFrameInfo.SimpleVerificationTypeInfo.DOUBLE) {
                        slot++;
                    }
                }
                case StackMapFrameInfo.ObjectVerificationTypeInfo object -> types.put(slot, object.classSymbol());
                case StackMapFrameInfo.UninitializedVerificationTypeInfo _ -> {}
            }
            slot++;
        }
        return types;
    }
}
