package org.rfaas.hosts;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.concurrent.TimeUnit;
import org.rfaas.config.RfaasConfig;
import org.rfaas.fabric.Access;
import org.rfaas.fabric.CompletionQueue;
import org.rfaas.fabric.ConnectionRequest;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.FabricException;
import org.rfaas.fabric.Fabrics;
import org.rfaas.fabric.Listener;
import org.rfaas.fabric.MemoryRegion;
import org.rfaas.fabric.PostResult;
import org.rfaas.fabric.QueuePair;
import org.rfaas.fabric.QueuePairOptions;
import org.rfaas.fabric.RegionDescriptor;
import org.rfaas.fabric.RemoteRegion;
import org.rfaas.fabric.WorkCompletion;

/**
 * A process that serves the peers of tests: prints its address, gives all peers that connect the same region with all rights,
 * and writes back, with an immediate, what one writes with one; a peer that gives no region is only kept. Arguments:
 * provider and location. It answers each line it reads with {@code "openFiles threads usedHeapBytes cpuMs"}.
 */
public final class FabricPeerMain {
    public static final int DEPTH = 16;
    public static final int REGION_BYTES = 4 << 20;

    private FabricPeerMain() {}

    public static void main(String[] arguments) throws IOException {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (Fabric fabric = Fabrics.open(
                arguments[0], RfaasConfig.fromEnvironment().fabric().settings())) {
            Listener listener = fabric.listen(arguments[1]);
            out.println(listener.address());
            // one for all: closing a region stops every thread for a moment, which ten thousand peers would feel
            MemoryRegion region = fabric.allocate(REGION_BYTES, EnumSet.allOf(Access.class));
            Thread.ofPlatform().daemon().start(() -> {
                while (true) {
                    listener.accept(Duration.ofDays(1))
                            .ifPresent(request ->
                                    Thread.ofPlatform().daemon().start(() -> serve(fabric, region, request)));
                }
            });
            while (in.readLine() != null) {
                out.println(statistics());
            }
        }
    }

    private static String statistics() {
        var system = (com.sun.management.UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return system.getOpenFileDescriptorCount()
                + " " + ManagementFactory.getThreadMXBean().getThreadCount()
                + " " + (runtime.totalMemory() - runtime.freeMemory())
                + " " + TimeUnit.NANOSECONDS.toMillis(system.getProcessCpuTime());
    }

    private static void serve(Fabric fabric, MemoryRegion region, ConnectionRequest request) {
        CompletionQueue completions = fabric.createCompletionQueue(DEPTH);
        try (completions;
                QueuePair queuePair = request.accept(
                        new QueuePairOptions(completions, DEPTH, 0),
                        region.descriptor().toBytes())) {
            WorkCompletion completion = new WorkCompletion();
            byte[] theirs = request.privateData();
            if (theirs.length < RegionDescriptor.WIRE_BYTES) {
                while (queuePair.isConnected()) {
                    completions.await(completion, TimeUnit.MILLISECONDS.toNanos(200));
                }
                return;
            }
            RemoteRegion remote = queuePair.attach(RegionDescriptor.ofBytes(theirs));
            for (int i = 0; i < DEPTH; i++) {
                queuePair.postReceive(i);
            }
            while (queuePair.isConnected()) {
                if (completions.await(completion, TimeUnit.SECONDS.toNanos(1)) && completion.isSuccess()) {
                    echo(queuePair, region, remote, completion);
                }
            }
        } catch (FabricException | IllegalArgumentException e) {
            return; // a peer of a bad-input test: it left before it was accepted, or gave something that is no region
        }
    }

    private static void echo(QueuePair queuePair, MemoryRegion region, RemoteRegion remote, WorkCompletion completion) {
        queuePair.postReceive(0);
        while (queuePair.writeWithImmediate(
                                region,
                                0,
                                remote,
                                0,
                                completion.bytes(),
                                completion.immediate(),
                                0,
                                QueuePair.UNSIGNALED)
                        == PostResult.WOULD_BLOCK
                && queuePair.isConnected()) {
            Thread.onSpinWait();
        }
    }
}
