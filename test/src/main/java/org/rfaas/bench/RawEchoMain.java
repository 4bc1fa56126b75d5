package org.rfaas.bench;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.Fabrics;
import org.rfaas.fabric.Listener;

/** Process of the echo peer: prints its address, serves one client, exits. Arguments: provider, most bytes in, most bytes back. */
final class RawEchoMain {
    private RawEchoMain() {}

    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        try (Fabric fabric = Fabrics.open(arguments[0])) {
            Listener listener = fabric.listen("");
            out.println(listener.address());
            RawEchoPeer.serve(fabric, listener, Long.parseLong(arguments[1]), Integer.parseInt(arguments[2]));
        }
    }
}
