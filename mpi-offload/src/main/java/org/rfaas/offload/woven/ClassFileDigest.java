package org.rfaas.offload.woven;

import java.util.zip.CRC32;

/**
 * A class file as the weaver found it.
 *
 * @param className internal name
 * @param digest length and CRC-32, which the JVM computes quickly before any code is compiled
 */
public record ClassFileDigest(String className, long digest) {
    public static ClassFileDigest of(String className, byte[] classBytes) {
        return new ClassFileDigest(className, digest(classBytes));
    }

    /** Whether a class file is the same; without {@code equals}, which the JVM takes ten milliseconds to make for a record. */
    boolean isOf(byte[] classBytes) {
        return digest == digest(classBytes);
    }

    private static long digest(byte[] classBytes) {
        CRC32 crc = new CRC32();
        crc.update(classBytes);
        return (long) classBytes.length << 32 | crc.getValue();
    }
}
