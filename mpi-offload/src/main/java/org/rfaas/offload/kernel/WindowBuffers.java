package org.rfaas.offload.kernel;

import java.lang.foreign.MemorySegment;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Buffers straight over windows. */
final class WindowBuffers {
    private final String types;
    private final Buffer[] buffers;

    /** @param types descriptors of the elements' types, one a use */
    WindowBuffers(String types) {
        this.types = types;
        this.buffers = new Buffer[types.length()];
    }

    /** Valid until the next call. */
    Buffer[] over(Windows windows) {
        for (int use = 0; use < buffers.length; use++) {
            buffers[use] = buffer(types.charAt(use), windows.memory[use]);
        }
        return buffers;
    }

    private static Buffer buffer(char type, MemorySegment window) {
        ByteBuffer bytes = window.asByteBuffer().order(ByteOrder.nativeOrder());
        return switch (type) {
            case 'D' -> bytes.asDoubleBuffer();
            case 'F' -> bytes.asFloatBuffer();
            case 'J' -> bytes.asLongBuffer();
            case 'I' -> bytes.asIntBuffer();
            case 'S' -> bytes.asShortBuffer();
            case 'C' -> bytes.asCharBuffer();
            case 'B' -> bytes;
            default -> throw new IllegalArgumentException("windows of type '" + type + "' do not exist");
        };
    }
}
