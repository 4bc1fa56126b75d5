package org.rfaas.fabric.tcp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.util.Random;
import org.rfaas.fabric.RegionDescriptor;

/** Makes and spoils what goes over a tcp connection. */
final class Nonsense {
    private Nonsense() {}

    /** A greeting in good form. */
    static ByteBuffer hello(int depth, int maxMessageBytes, byte[] privateData) {
        ByteBuffer hello = ByteBuffer.allocate(24 + privateData.length).order(ByteOrder.LITTLE_ENDIAN);
        hello.putInt(0x50435472).putShort((short) TcpFabricProvider.VERSION).putShort((short) 1);
        hello.putInt(12 + privateData.length)
                .putInt(depth)
                .putInt(maxMessageBytes)
                .putInt(500);
        return hello.put(privateData).flip();
    }

    /** A frame with a plausible beginning and, now and then, a right key. */
    static void frame(ByteBuffer into, int sequence, RegionDescriptor region, Random random) {
        int at = into.position();
        into.put(at + Frame.OPCODE, (byte) random.nextInt(11))
                .put(at + Frame.FLAGS, (byte) random.nextInt())
                .putShort(at + Frame.MARK_AT, Frame.MARK)
                .putInt(at + Frame.SEQUENCE, random.nextBoolean() ? sequence : random.nextInt())
                .putInt(at + Frame.EXECUTED, random.nextInt(3))
                .putInt(at + Frame.CONSUMED, random.nextInt(3))
                .putInt(at + Frame.IMMEDIATE, random.nextInt())
                .putInt(at + Frame.RKEY, random.nextBoolean() ? region.rkey() : random.nextInt())
                .putLong(at + Frame.ADDRESS, region.address() + random.nextInt(1 << 23))
                .putLong(at + Frame.LENGTH, random.nextInt(4) == 0 ? random.nextLong() : random.nextInt(64));
        into.position(at + Frame.BYTES + random.nextInt(64));
    }

    static void shuffle(ByteBuffer buffer, Random random) {
        for (int i = buffer.limit() - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            byte swapped = buffer.get(i);
            buffer.put(i, buffer.get(other)).put(other, swapped);
        }
    }

    static void scramble(ByteBuffer buffer, Random random) {
        for (int i = 0; i < buffer.limit(); i++) {
            buffer.put(i, (byte) random.nextInt());
        }
    }

    static void write(SocketChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Cuts short, reorders, changes a byte of, or replaces what a buffer holds. */
    static void spoil(ByteBuffer buffer, Random random) {
        switch (random.nextInt(4)) {
            case 0 -> buffer.limit(random.nextInt(buffer.limit()));
            case 1 -> shuffle(buffer, random);
            case 2 -> buffer.put(random.nextInt(buffer.limit()), (byte) random.nextInt());
            default -> scramble(buffer, random);
        }
    }
}
