package org.rfaas.offload.woven;

/**
 * The class to ship: a {@link RemoteBody} with a public constructor and copies of all code it calls; it needs the JDK and
 * this interface, no class of the application.
 *
 * @param className binary name
 * @param classBytes class file
 * @param copied what the loop has taken over of other classes than its own
 */
public record KernelCode(String className, byte[] classBytes, CopiedCode copied) {}
