package org.rfaas.control;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/** Appends fields to a little-endian frame. */
final class FrameWriter {
    private final ByteBuffer out;

    FrameWriter(ByteBuffer out) {
        this.out = out;
    }

    FrameWriter u8(int value) {
        out.put((byte) value);
        return this;
    }

    FrameWriter flag(boolean value) {
        return u8(value ? 1 : 0);
    }

    FrameWriter i32(int value) {
        out.putInt(value);
        return this;
    }

    FrameWriter i64(long value) {
        out.putLong(value);
        return this;
    }

    @SuppressWarnings("EnumOrdinal") // the order of enums that travel is part of the protocol
    FrameWriter ordinal(Enum<?> value) {
        return u8(value.ordinal());
    }

    /** Bytes of a length both sides know. */
    FrameWriter fixed(byte[] bytes) {
        out.put(bytes);
        return this;
    }

    /** Length (u16) and bytes. */
    FrameWriter bounded(byte[] bytes, int maxBytes) {
        if (bytes.length > maxBytes) {
            throw new IllegalArgumentException("a field of " + bytes.length + " bytes; the limit is " + maxBytes);
        }
        out.putShort((short) bytes.length);
        return fixed(bytes);
    }

    FrameWriter text(String text, int maxBytes) {
        return bounded(text.getBytes(StandardCharsets.UTF_8), maxBytes);
    }

    <T> FrameWriter list(List<T> items, Consumer<T> each) {
        u8(items.size());
        items.forEach(each);
        return this;
    }
}
