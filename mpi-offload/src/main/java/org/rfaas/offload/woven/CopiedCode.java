package org.rfaas.offload.woven;

import java.util.List;

/**
 * What a kernel has of other classes.
 *
 * @param methods whose code was copied, or put in place of calls
 * @param files in which they were looked up
 */
public record CopiedCode(List<CopiedMethod> methods, List<ClassFileDigest> files) {
    public static final CopiedCode NONE = new CopiedCode(List.of(), List.of());

    public CopiedCode {
        methods = List.copyOf(methods);
        files = List.copyOf(files);
    }
}
