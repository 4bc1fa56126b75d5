package org.rfaas.fabric.contract;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.rfaas.fabric.Access;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.fabric.FabricJvmFlags;
import org.rfaas.fabric.RegionDescriptor;

/** The test's handle on its {@link ContractTarget}. {@link #tell} and {@link #answer} together are {@link #ask}. */
final class Target implements AutoCloseable {
    private static final String END = "";

    private final Consumer<String> commands;
    private final BlockingQueue<String> answers;
    private final Runnable end;
    private final Optional<Process> process;
    private int outstanding;
    private boolean killed;

    private Target(Consumer<String> commands, BlockingQueue<String> answers, Runnable end, Optional<Process> process) {
        this.commands = commands;
        this.answers = answers;
        this.end = end;
        this.process = process;
    }

    /** A thread of this JVM. */
    static Target inProcess(String provider) {
        BlockingQueue<String> commands = new LinkedBlockingQueue<>();
        BlockingQueue<String> answers = new LinkedBlockingQueue<>();
        Thread thread = Thread.ofPlatform()
                .name("contract-target")
                .daemon()
                .start(() -> ContractTarget.serve(provider, () -> take(commands), answers::add));
        Runnable end = () -> {
            commands.add(END);
            join(thread);
        };
        return new Target(commands::add, answers, end, Optional.empty());
    }

    /** Another JVM, with the class path of this one. */
    static Target forked(String provider, List<String> jvmArguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FabricJvmFlags.inherited());
        command.addAll(List.of(
                "-XX:+UseSerialGC", "-XX:-UsePerfData", "-Xmx256m", "-cp", System.getProperty("java.class.path")));
        command.addAll(jvmArguments);
        command.addAll(List.of(ContractTarget.class.getName(), provider));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            BlockingQueue<String> answers = new LinkedBlockingQueue<>();
            Thread.ofVirtual().name("contract-target-answers").start(() -> pump(process, answers));
            BufferedWriter writer = process.outputWriter(StandardCharsets.UTF_8);
            return new Target(line -> write(writer, line), answers, () -> stop(process, writer), Optional.of(process));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the target can be killed without killing the test. */
    boolean isProcess() {
        return process.isPresent();
    }

    boolean isAlive() {
        return !killed && process.map(Process::isAlive).orElse(true);
    }

    /** SIGKILL. */
    void kill() {
        killed = true;
        process.orElseThrow().destroyForcibly();
    }

    void tell(Object... words) {
        StringBuilder line = new StringBuilder();
        for (Object word : words) {
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        outstanding++;
        commands.accept(line.toString());
    }

    /** The words after {@code ok}. */
    String[] answer() {
        String line = answerLine();
        if (!line.startsWith("ok")) {
            throw new AssertionError("target " + line);
        }
        return line.length() > 3 ? line.substring(3).split(" ", -1) : new String[0];
    }

    /** The answer as it came, also of a command that failed. */
    String answerLine() {
        try {
            String line = answers.poll(2 * Waiting.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (line == null || line.equals(END)) {
                throw new AssertionError(line == null ? "the target does not answer" : "the target has died");
            }
            outstanding--;
            return line;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while the target is busy", e);
        }
    }

    String[] ask(Object... words) {
        tell(words);
        return answer();
    }

    int askNumber(Object... words) {
        return Integer.parseInt(ask(words)[0]);
    }

    /** Forgets what an earlier test left. */
    void reset() {
        while (outstanding > 0) {
            answerLine();
        }
        ask("reset");
    }

    TargetListener listen(String location) {
        String[] answer = ask("listen", location);
        return new TargetListener(Integer.parseInt(answer[0]), FabricAddress.parse(answer[1]));
    }

    TargetRegion allocate(long bytes, Access... access) {
        Object[] words = new Object[2 + access.length];
        words[0] = "allocate";
        words[1] = bytes;
        System.arraycopy(access, 0, words, 2, access.length);
        String[] answer = ask(words);
        return new TargetRegion(
                Integer.parseInt(answer[0]),
                new RegionDescriptor(
                        Long.parseLong(answer[1]), Long.parseLong(answer[2]), Integer.parseInt(answer[3])));
    }

    int attach(int queuePair, RegionDescriptor descriptor) {
        return askNumber("attach", queuePair, descriptor.address(), descriptor.bytes(), descriptor.rkey());
    }

    void put(TargetRegion region, long offset, byte[] bytes) {
        ask("put", region.index(), offset, hex(bytes));
    }

    byte[] get(TargetRegion region, long offset, long bytes) {
        return bytes(ask("get", region.index(), offset, bytes)[0]);
    }

    /** {@code OPCODE workId STATUS bytes immediate queuePair}, or {@code none}. */
    String await(int completionQueue, int timeoutMs) {
        return String.join(" ", ask("await", completionQueue, timeoutMs));
    }

    static String hex(byte[] bytes) {
        return bytes.length == 0 ? "-" : HexFormat.of().formatHex(bytes);
    }

    static byte[] bytes(String hex) {
        return hex.equals("-") ? new byte[0] : HexFormat.of().parseHex(hex);
    }

    @Override
    public void close() {
        end.run();
    }

    private static void write(BufferedWriter writer, String line) {
        try {
            writer.write(line);
            writer.newLine();
            writer.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("the target has died", e);
        }
    }

    private static void pump(Process process, BlockingQueue<String> answers) {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            reader.lines().forEach(answers::add);
        } catch (IOException | UncheckedIOException e) {
            answers.add(END);
        }
        answers.add(END);
    }

    private static void stop(Process process, BufferedWriter writer) {
        try (writer) {
            writer.flush();
        } catch (IOException e) {
            process.destroyForcibly();
        }
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static Optional<String> take(BlockingQueue<String> commands) {
        try {
            return Optional.of(commands.take()).filter(line -> !line.equals(END));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A listener of the target. */
    record TargetListener(int index, FabricAddress address) {}

    /** A region of the target. */
    record TargetRegion(int index, RegionDescriptor descriptor) {}
}
