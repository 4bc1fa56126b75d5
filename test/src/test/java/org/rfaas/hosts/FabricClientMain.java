package org.rfaas.hosts;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.rfaas.config.RfaasConfig;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.fabric.FabricException;
import org.rfaas.fabric.Fabrics;

/**
 * A process that talks to a {@link FabricPeerMain}. Argument: its address. Lines it understands: {@code connect}, {@code
 * exchange ROUNDS SEED}, {@code lost MILLISECONDS} (how long until the connection is known to be lost), {@code cpu}
 * (milliseconds used). It answers {@code ok ...} or {@code failed ...}.
 */
public final class FabricClientMain {
    private FabricClientMain() {}

    public static void main(String[] arguments) throws IOException {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        FabricAddress peer = FabricAddress.parse(arguments[0]);
        try (Fabric fabric = Fabrics.open(
                peer.provider(), RfaasConfig.fromEnvironment().fabric().settings())) {
            FabricExchange exchange = null;
            out.println("ready");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] words = line.split(" ", -1);
                try {
                    if (exchange == null || words[0].equals("connect")) {
                        exchange = new FabricExchange(fabric, peer);
                    }
                    out.println("ok " + answer(exchange, words));
                } catch (FabricException | IllegalStateException e) {
                    out.println("failed " + e.getMessage());
                }
            }
        }
    }

    private static String answer(FabricExchange exchange, String[] words) {
        return switch (words[0]) {
            case "connect" -> "";
            case "exchange" -> {
                exchange.run(Integer.parseInt(words[1]), Long.parseLong(words[2]));
                yield words[1];
            }
            case "lost" ->
                String.valueOf(exchange.awaitLoss(Duration.ofMillis(Long.parseLong(words[1])))
                        .toMillis());
            case "cpu" ->
                String.valueOf(ProcessHandle.current()
                        .info()
                        .totalCpuDuration()
                        .orElseThrow()
                        .toMillis());
            default -> throw new IllegalStateException("unknown command " + words[0]);
        };
    }
}
