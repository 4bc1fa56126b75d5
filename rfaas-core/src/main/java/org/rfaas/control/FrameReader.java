package org.rfaas.control;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Takes fields from a little-endian frame; every method throws {@link ProtocolException} when there is no such field. */
final class FrameReader {
    private final ByteBuffer in;

    FrameReader(ByteBuffer in) {
        this.in = in;
    }

    int u8() {
        need(1);
        return Byte.toUnsignedInt(in.get());
    }

    boolean flag() {
        int value = u8();
        if (value > 1) {
            throw new ProtocolException("a flag of " + value);
        }
        return value == 1;
    }

    int i32() {
        need(Integer.BYTES);
        return in.getInt();
    }

    long i64() {
        need(Long.BYTES);
        return in.getLong();
    }

    <E extends Enum<E>> E ordinal(E[] values) {
        int ordinal = u8();
        if (ordinal >= values.length) {
            throw new ProtocolException("ordinal " + ordinal + " of " + values.length + " values");
        }
        return values[ordinal];
    }

    byte[] fixed(int length) {
        need(length);
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    byte[] bounded(int maxBytes) {
        need(Short.BYTES);
        int length = Short.toUnsignedInt(in.getShort());
        if (length > maxBytes) {
            throw new ProtocolException("a field of " + length + " bytes; the limit is " + maxBytes);
        }
        return fixed(length);
    }

    String text(int maxBytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bounded(maxBytes)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ProtocolException("a text that is not UTF-8", e);
        }
    }

    <T> List<T> list(int maxItems, Supplier<T> each) {
        int count = u8();
        if (count > maxItems) {
            throw new ProtocolException(count + " items; the limit is " + maxItems);
        }
        List<T> items = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            items.add(each.get());
        }
        return items;
    }

    void end() {
        if (in.hasRemaining()) {
            throw new ProtocolException(in.remaining() + " bytes after the last field");
        }
    }

    private void need(int bytes) {
        if (in.remaining() < bytes) {
            throw new ProtocolException("truncated: " + in.remaining() + " bytes left of a field of " + bytes);
        }
    }
}
