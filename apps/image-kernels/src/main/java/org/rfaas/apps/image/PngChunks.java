package org.rfaas.apps.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * The chunks of a PNG file, each its length, type, content and checksum (PNG specification, third edition, 5.3). ImageIO looks at
 * no checksum, so it reads other colours from a damaged palette.
 */
final class PngChunks {
    private static final int SIGNATURE_BYTES = 8;
    private static final int TYPE_BYTES = 4;
    private static final String LAST = "IEND";

    private PngChunks() {}

    /**
     * Passes a file whose chunks are all there and whose critical ones are as they were written: what the others hold is not
     * used.
     *
     * @throws IOException when the file is truncated or damaged
     */
    static void requireSound(byte[] file) throws IOException {
        int first = Math.min(SIGNATURE_BYTES, file.length);
        ByteBuffer rest = ByteBuffer.wrap(file, first, file.length - first);
        String type = "";
        while (!LAST.equals(type)) {
            if (rest.remaining() < Integer.BYTES + TYPE_BYTES) {
                throw new IOException(Encoded.TRUNCATED);
            }
            long length = Integer.toUnsignedLong(rest.getInt());
            type = new String(file, rest.position(), TYPE_BYTES, StandardCharsets.ISO_8859_1);
            if (rest.remaining() < TYPE_BYTES + length + Integer.BYTES) {
                throw new IOException(Encoded.TRUNCATED);
            }
            CRC32 checksum = new CRC32();
            checksum.update(file, rest.position(), TYPE_BYTES + (int) length);
            rest.position(rest.position() + TYPE_BYTES + (int) length);
            if (rest.getInt() != (int) checksum.getValue() && isCritical(type)) {
                throw new IOException(Encoded.DAMAGED + "the checksum of a chunk is wrong");
            }
        }
    }

    /** A capital letter says so. */
    private static boolean isCritical(String type) {
        return (type.charAt(0) & 0x20) == 0;
    }
}
