package org.rfaas.bench;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** Process of the bare echo's far end: prints its port, sends back to one client whatever comes, exits with it. */
final class BareTcpEchoMain {
    private BareTcpEchoMain() {}

    public static void main(String[] arguments) throws IOException {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            out.println(((InetSocketAddress) server.getLocalAddress()).getPort());
            try (SocketChannel client = server.accept()) {
                client.setOption(StandardSocketOptions.TCP_NODELAY, true);
                client.configureBlocking(false);
                echo(client, Integer.parseInt(arguments[0]));
            }
        }
    }

    /** A message comes in whole before it goes back, as with an invocation; its length is in its first four bytes. */
    private static void echo(SocketChannel client, int maxBytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(maxBytes);
        while (true) {
            buffer.clear();
            int bytes = Integer.BYTES;
            while (buffer.position() < bytes) {
                if (client.read(buffer) < 0) {
                    return;
                }
                if (buffer.position() >= Integer.BYTES) {
                    bytes = buffer.getInt(0);
                }
                Thread.onSpinWait();
            }
            buffer.flip();
            while (buffer.hasRemaining()) {
                client.write(buffer);
            }
        }
    }
}
