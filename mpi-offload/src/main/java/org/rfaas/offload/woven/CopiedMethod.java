package org.rfaas.offload.woven;

/**
 * A method of another class than the loop's whose code a kernel has, copied or put in place of a call.
 *
 * @param owner internal name of the class that the call names, which need not be the one that declares the method
 * @param descriptor types of its parameters and its result
 * @param digest of the method that the weaver found, see {@link MethodDigest}
 */
public record CopiedMethod(String owner, String name, String descriptor, long digest) {
    /** For messages. */
    String text() {
        return owner.replace('/', '.') + "." + name;
    }
}
