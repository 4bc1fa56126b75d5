package org.rfaas.experiment.alternatives;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/** Blocking unary calls over one plain-text channel, without executors in between. */
final class GrpcTrip extends ArrayTrip {
    private final ManagedChannel channel;

    GrpcTrip(List<String> jvmOptions) {
        super(jvmOptions, GrpcServerMain.class);
        channel = NettyChannelBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port()))
                .usePlaintext()
                .directExecutor()
                .build();
    }

    @Override
    byte[] exchange(byte[] message) {
        return ClientCalls.blockingUnaryCall(channel, Bytes.ECHO, CallOptions.DEFAULT, message);
    }

    @Override
    void disconnect() {
        channel.shutdownNow();
    }
}
