package org.rfaas.experiment.alternatives;

import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** Process of the gRPC echo: prints its port, serves until its standard input ends. */
final class GrpcServerMain {
    private GrpcServerMain() {}

    public static void main(String[] arguments) throws IOException {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        Server server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .directExecutor()
                .addService(ServerServiceDefinition.builder(Bytes.SERVICE)
                        .addMethod(Bytes.ECHO, ServerCalls.asyncUnaryCall(GrpcServerMain::echo))
                        .build())
                .build()
                .start();
        out.println(server.getPort());
        System.in.transferTo(PrintStream.nullOutputStream());
        server.shutdownNow();
    }

    private static void echo(byte[] message, StreamObserver<byte[]> answer) {
        answer.onNext(message);
        answer.onCompleted();
    }
}
