package org.rfaas.wire;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/**
 * Why an invocation failed, as text: three UTF-8 strings, each with its length (i32) before it. Cut to what fits.
 *
 * @param type class name of the exception, or the kind of refusal
 * @param message may be empty
 * @param trace stack trace, may be empty
 */
public record FailureText(String type, String message, String trace) {
    /**
     * Writes as much as fits.
     *
     * @return bytes written
     */
    public int encode(MemorySegment into) {
        long at = 0;
        for (String text : new String[] {type, message, trace}) {
            if (at + Integer.BYTES > into.byteSize()) {
                break;
            }
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            int length = (int) Math.min(bytes.length, into.byteSize() - at - Integer.BYTES);
            into.set(LittleEndian.INT, at, length);
            MemorySegment.copy(bytes, 0, into, ValueLayout.JAVA_BYTE, at + Integer.BYTES, length);
            at += Integer.BYTES + length;
        }
        return (int) at;
    }

    /** Reads what {@link #encode} wrote; what is missing or malformed reads as empty. */
    public static FailureText decode(MemorySegment from, int bytes) {
        String[] texts = {"", "", ""};
        long at = 0;
        for (int i = 0; i < texts.length && at + Integer.BYTES <= bytes; i++) {
            int length = from.get(LittleEndian.INT, at);
            at += Integer.BYTES;
            if (length < 0 || length > bytes - at) {
                break;
            }
            byte[] text = from.asSlice(at, length).toArray(ValueLayout.JAVA_BYTE);
            texts[i] = new String(text, StandardCharsets.UTF_8);
            at += length;
        }
        return new FailureText(texts[0], texts[1], texts[2]);
    }
}
