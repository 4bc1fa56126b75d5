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
        CRC32 crc = new CRC32();
        crc.update(classBytes);
        return new ClassFileDigest(className, (long) classBytes.length << 32 | crc.getValue());
    }
}
