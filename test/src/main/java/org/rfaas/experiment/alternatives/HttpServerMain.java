package org.rfaas.experiment.alternatives;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** Process of the HTTP echo: prints its port, serves until its standard input ends. */
final class HttpServerMain {
    static final String PATH = "/echo";

    private static final int OK = 200;

    private HttpServerMain() {}

    public static void main(String[] arguments) throws IOException {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(PATH, HttpServerMain::echo);
        server.start();
        out.println(server.getAddress().getPort());
        System.in.transferTo(PrintStream.nullOutputStream());
        server.stop(0);
    }

    private static void echo(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] message = exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(OK, message.length);
            exchange.getResponseBody().write(message);
        }
    }
}
