package org.rfaas.fabric.contract;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.rfaas.fabric.Access;
import org.rfaas.fabric.CompletionQueue;
import org.rfaas.fabric.ConnectionRequest;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.fabric.Fabrics;
import org.rfaas.fabric.Listener;
import org.rfaas.fabric.MemoryRegion;
import org.rfaas.fabric.PostResult;
import org.rfaas.fabric.QueuePair;
import org.rfaas.fabric.QueuePairOptions;
import org.rfaas.fabric.RegionDescriptor;
import org.rfaas.fabric.RemoteRegion;
import org.rfaas.fabric.WorkCompletion;
import org.rfaas.fabric.WorkOpcode;
import org.rfaas.hosts.Allocation;

/**
 * The passive peer of the contract suite: carries out one-line commands on a fabric of its own, in the test's JVM or in
 * another one. Each command is answered by {@code ok RESULT…} or {@code failed EXCEPTION MESSAGE}.
 */
final class ContractTarget implements AutoCloseable {
    private final String provider;
    private final List<Listener> listeners = new ArrayList<>();
    private final List<CompletionQueue> completionQueues = new ArrayList<>();
    private final List<QueuePair> queuePairs = new ArrayList<>();
    private final List<MemoryRegion> regions = new ArrayList<>();
    private final List<RemoteRegion> remotes = new ArrayList<>();
    private final WorkCompletion completion = new WorkCompletion();
    private Fabric fabric;

    ContractTarget(String provider) {
        this.provider = provider;
        this.fabric = Fabrics.open(provider);
    }

    /** Serves commands from stdin until its end. */
    public static void main(String[] arguments) throws IOException {
        try (ContractTarget target = new ContractTarget(arguments[0]);
                BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                System.out.println(target.answer(line));
                System.out.flush();
            }
        }
    }

    /** Serves commands until there are no more. */
    static void serve(String provider, Supplier<Optional<String>> commands, Consumer<String> answers) {
        try (ContractTarget target = new ContractTarget(provider)) {
            for (Optional<String> line = commands.get(); line.isPresent(); line = commands.get()) {
                answers.accept(target.answer(line.get()));
            }
        }
    }

    private String answer(String line) {
        try {
            return ("ok " + run(new Words(line))).strip();
        } catch (RuntimeException e) {
            return ("failed " + e.getClass().getSimpleName() + " " + e.getMessage()).replace('\n', ' ');
        }
    }

    private Object run(Words words) {
        String command = words.text();
        return switch (command) {
            case "reset" -> reset();
            case "listen" -> listen(words.text());
            case "accept" -> accept(words);
            case "reject" -> reject(words);
            case "connect" -> connect(words);
            case "connect-self" -> connectSelf(words);
            case "create-completion-queue" -> index(completionQueues, fabric.createCompletionQueue(words.number()));
            case "allocate" -> allocate(words);
            case "attach" -> attach(words);
            case "put" -> put(words);
            case "get" -> get(words);
            case "post-receive" ->
                queuePair(words).postReceive(region(words), words.big(), words.number(), words.big());
            case "post-receive-immediate" -> queuePair(words).postReceive(words.big());
            case "send" ->
                queuePair(words).send(region(words), words.big(), words.number(), words.big(), words.number());
            case "write-with-immediate" ->
                queuePair(words)
                        .writeWithImmediate(
                                region(words),
                                words.big(),
                                remotes.get(words.number()),
                                words.big(),
                                words.number(),
                                words.number(),
                                words.big(),
                                words.number());
            case "add-many" -> addMany(words);
            case "await" -> await(words);
            case "connected" -> queuePair(words).isConnected();
            case "disconnected-within" -> disconnectedWithin(queuePair(words), words.number());
            case "echo" -> echo(words);
            case "flood" -> flood(words);
            case "sleep" -> sleep(words.number());
            case "close-listener" -> close(listeners.get(words.number()));
            case "close-queue-pair" -> close(queuePair(words));
            case "close-region" -> close(region(words));
            case "close-fabric" -> close(fabric);
            default -> throw new IllegalArgumentException("unknown command " + command);
        };
    }

    private String reset() {
        fabric.close();
        fabric = Fabrics.open(provider);
        listeners.clear();
        completionQueues.clear();
        queuePairs.clear();
        regions.clear();
        remotes.clear();
        return "";
    }

    private String listen(String location) {
        Listener listener = fabric.listen(location);
        return index(listeners, listener) + " " + listener.address();
    }

    private String accept(Words words) {
        Optional<ConnectionRequest> request = listeners.get(words.number()).accept(Duration.ofMillis(words.number()));
        if (request.isEmpty()) {
            return "none";
        }
        QueuePair made = request.get().accept(options(words), words.bytes());
        return index(queuePairs, made) + " " + hex(request.get().privateData()) + " " + hex(made.peerPrivateData());
    }

    private String reject(Words words) {
        Optional<ConnectionRequest> request = listeners.get(words.number()).accept(Duration.ofMillis(words.number()));
        request.orElseThrow().reject(words.rest());
        return "";
    }

    private String connect(Words words) {
        FabricAddress address = FabricAddress.parse(words.text());
        QueuePair made = fabric.connect(address, options(words), words.bytes(), Duration.ofMillis(words.number()));
        return index(queuePairs, made) + " " + hex(made.peerPrivateData());
    }

    /** Connects this fabric with itself; answers the index of the connecting end. */
    private int connectSelf(Words words) {
        QueuePairOptions options = new QueuePairOptions(completionQueues.get(words.number()), words.number(), 0);
        Listener own = listeners.getFirst();
        CompletableFuture<QueuePair> accepted = CompletableFuture.supplyAsync(
                () -> own.accept(Waiting.PATIENCE).orElseThrow().accept(options, new byte[0]));
        QueuePair made = fabric.connect(own.address(), options, new byte[0], Waiting.PATIENCE);
        queuePairs.add(accepted.join());
        return index(queuePairs, made);
    }

    private QueuePairOptions options(Words words) {
        return new QueuePairOptions(completionQueues.get(words.number()), words.number(), words.number());
    }

    private String allocate(Words words) {
        long bytes = words.big();
        Set<Access> access = EnumSet.noneOf(Access.class);
        while (words.hasMore()) {
            access.add(Access.valueOf(words.text()));
        }
        MemoryRegion region = fabric.allocate(bytes, access);
        RegionDescriptor descriptor = region.descriptor();
        return index(regions, region) + " " + descriptor.address() + " " + descriptor.bytes() + " " + descriptor.rkey();
    }

    private int attach(Words words) {
        QueuePair queuePair = queuePair(words);
        RegionDescriptor descriptor = new RegionDescriptor(words.big(), words.big(), words.number());
        return index(remotes, queuePair.attach(descriptor));
    }

    private String put(Words words) {
        MemorySegment segment = region(words).segment();
        long offset = words.big();
        MemorySegment bytes = MemorySegment.ofArray(words.bytes());
        segment.asSlice(offset, bytes.byteSize()).copyFrom(bytes);
        return "";
    }

    private String get(Words words) {
        MemorySegment segment = region(words).segment();
        return hex(segment.asSlice(words.big(), words.big()).toArray(ValueLayout.JAVA_BYTE));
    }

    /** Adds 1 to one word of a peer again and again. */
    private String addMany(Words words) {
        CompletionQueue completions = completionQueues.get(words.number());
        QueuePair queuePair = queuePair(words);
        MemoryRegion local = region(words);
        RemoteRegion remote = remotes.get(words.number());
        int count = words.number();
        for (int i = 0; i < count; i++) {
            requirePosted(() -> queuePair.fetchAndAdd(local, 0, remote, 0, 1, 0) == PostResult.POSTED);
            if (!Waiting.next(completions, completion) || !completion.isSuccess()) {
                throw new IllegalStateException("add " + i + " ended with " + completion);
            }
        }
        return "";
    }

    private String await(Words words) {
        CompletionQueue completions = completionQueues.get(words.number());
        if (!completions.await(completion, words.number() * 1_000_000L)) {
            return "none";
        }
        return completion.opcode() + " " + completion.workId() + " " + completion.status() + " " + completion.bytes()
                + " " + completion.immediate() + " " + queuePairs.indexOf(completion.queuePair());
    }

    private static boolean disconnectedWithin(QueuePair queuePair, int timeoutMs) {
        return Waiting.until(() -> !queuePair.isConnected(), Duration.ofMillis(timeoutMs));
    }

    /**
     * Writes each slot back that a write-with-immediate announces, its first 8 bytes inverted; the immediate names the
     * slot. Answers how many bytes this thread allocated a round after the first {@code warmUp} rounds.
     */
    private long echo(Words words) {
        CompletionQueue completions = completionQueues.get(words.number());
        QueuePair queuePair = queuePair(words);
        MemoryRegion local = region(words);
        RemoteRegion remote = remotes.get(words.number());
        int slotBytes = words.number();
        int rounds = words.number();
        int warmUp = words.number();
        for (int i = 0; i < local.bytes() / slotBytes; i++) {
            requirePosted(() -> queuePair.postReceive(0) == PostResult.POSTED);
        }
        for (int i = 0; i < warmUp; i++) {
            boolean came = i < Waiting.SLEEPS
                    ? Waiting.nextAsleep(completions, completion)
                    : Waiting.next(completions, completion);
            echoOne(came, queuePair, local, remote, slotBytes);
        }
        return Allocation.bytesARound(
                rounds - warmUp,
                () -> echoOne(Waiting.next(completions, completion), queuePair, local, remote, slotBytes));
    }

    private void echoOne(boolean came, QueuePair queuePair, MemoryRegion local, RemoteRegion remote, int slotBytes) {
        if (!came || completion.opcode() != WorkOpcode.RECEIVE_IMMEDIATE || !completion.isSuccess()) {
            throw new IllegalStateException("no echo for " + completion);
        }
        long offset = (long) completion.immediate() * slotBytes;
        int bytes = completion.bytes();
        if (bytes >= Long.BYTES) {
            MemorySegment segment = local.segment();
            segment.set(ValueLayout.JAVA_LONG, offset, ~segment.get(ValueLayout.JAVA_LONG, offset));
        }
        if (queuePair.postReceive(0) != PostResult.POSTED
                || queuePair.writeWithImmediate(
                                local, offset, remote, offset, bytes, completion.immediate(), 0, QueuePair.UNSIGNALED)
                        != PostResult.POSTED) {
            throw new IllegalStateException("no room although the window is smaller than the depth");
        }
    }

    /** Sends empty messages on one queue pair as fast as they are taken, and after some of them one on another. */
    private String flood(Words words) {
        CompletionQueue completions = completionQueues.get(words.number());
        QueuePair busy = queuePair(words);
        QueuePair calm = queuePair(words);
        MemoryRegion local = region(words);
        int count = words.number();
        int calmAfter = words.number();
        for (int i = 0; i < count; i++) {
            if (i == calmAfter) {
                sendEmpty(completions, calm, local);
            }
            sendEmpty(completions, busy, local);
        }
        return "";
    }

    private void sendEmpty(CompletionQueue completions, QueuePair queuePair, MemoryRegion local) {
        requirePosted(() -> {
            completions.poll(completion);
            return queuePair.send(local, 0, 0, 0, QueuePair.UNSIGNALED) == PostResult.POSTED;
        });
    }

    private static void requirePosted(BooleanSupplier attempt) {
        if (!Waiting.until(attempt, Waiting.PATIENCE)) {
            throw new IllegalStateException("no room within " + Waiting.PATIENCE);
        }
    }

    private static String sleep(int ms) {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return "";
    }

    private static String close(AutoCloseable resource) {
        try {
            resource.close();
            return "";
        } catch (Exception e) {
            throw new IllegalStateException("close failed", e);
        }
    }

    private QueuePair queuePair(Words words) {
        return queuePairs.get(words.number());
    }

    private MemoryRegion region(Words words) {
        return regions.get(words.number());
    }

    private static <T> int index(List<T> all, T made) {
        all.add(made);
        return all.size() - 1;
    }

    private static String hex(byte[] bytes) {
        return bytes.length == 0 ? "-" : HexFormat.of().formatHex(bytes);
    }

    @Override
    public void close() {
        fabric.close();
    }

    /** The words of one command. */
    private static final class Words {
        private final String[] words;
        private int next;

        Words(String line) {
            this.words = line.split(" ", -1);
        }

        boolean hasMore() {
            return next < words.length;
        }

        String text() {
            return words[next++];
        }

        int number() {
            return Integer.parseInt(text());
        }

        long big() {
            return Long.parseLong(text());
        }

        byte[] bytes() {
            String hex = text();
            return hex.equals("-") ? new byte[0] : HexFormat.of().parseHex(hex);
        }

        String rest() {
            return String.join(" ", Arrays.asList(words).subList(next, words.length));
        }
    }
}
