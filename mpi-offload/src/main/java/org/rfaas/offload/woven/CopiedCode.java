package org.rfaas.offload.woven;

import java.util.List;

/**
 * What a woven loop has taken over of other classes.
 *
 * @param methods whose code was copied into the kernel, or put in place of calls
 * @param stableFields whose arrays workers keep
 * @param files in which all these were looked up
 */
public record CopiedCode(List<CopiedMethod> methods, List<StableField> stableFields, List<ClassFileDigest> files) {
    public CopiedCode {
        methods = List.copyOf(methods);
        stableFields = List.copyOf(stableFields);
        files = List.copyOf(files);
    }
}
