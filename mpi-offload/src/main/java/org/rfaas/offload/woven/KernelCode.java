package org.rfaas.offload.woven;

import java.util.List;

/**
 * The class to ship: a {@link RemoteBody} with a public constructor and copies of all code it calls; it needs the JDK and
 * this interface, no class of the application.
 *
 * @param className binary name
 * @param classBytes class file
 * @param copies of which methods of other classes it has the code
 */
public record KernelCode(String className, byte[] classBytes, List<CopiedMethod> copies) {
    public KernelCode {
        copies = List.copyOf(copies);
    }
}
