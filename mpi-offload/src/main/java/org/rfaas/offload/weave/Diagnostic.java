package org.rfaas.offload.weave;

/**
 * Why an annotated loop cannot be offloaded.
 *
 * @param sourceFile name of the source file
 * @param line in it, 0 when unknown
 * @param method class, with its package, and method, or field
 */
public record Diagnostic(String sourceFile, int line, String method, String message) {
    @Override
    public String toString() {
        String place = line == 0 ? sourceFile : sourceFile + ":" + line;
        return place + ": @Offload in " + method + ": " + message;
    }
}
