package org.rfaas.experiment.alternatives;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.FragmentAssembler;
import io.aeron.Publication;
import io.aeron.Subscription;
import io.aeron.driver.Configuration;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.SleepingMillisIdleStrategy;
import org.rfaas.experiment.ScratchFolder;

/** Process of the Aeron echo, with the media driver: prints the driver's folder, serves until its standard input ends. */
final class AeronServerMain {
    static final String CHANNEL = "aeron:ipc";
    static final int QUESTIONS = 1;
    static final int ANSWERS = 2;
    static final int MOST_FRAGMENTS = 16;

    /** A message may be an eighth of it. */
    private static final int TERM_BYTES = 8 * Measurement.MOST_BYTES;

    private AeronServerMain() {}

    public static void main(String[] arguments) throws IOException {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        // deletes what is in it also when the process is told to end
        try (ScratchFolder folder = ScratchFolder.createInMemory()) {
            serve(folder.path().resolve("driver"), out);
        }
    }

    private static void serve(Path folder, PrintStream out) {
        MediaDriver.Context context = new MediaDriver.Context()
                .aeronDirectoryName(folder.toString())
                .dirDeleteOnShutdown(true)
                .ipcTermBufferLength(TERM_BYTES)
                // the most there is, 64 KiB less 32 B: by default large messages go in fragments of 1408 B
                .ipcMtuLength(Configuration.MAX_UDP_PAYLOAD_LENGTH)
                .threadingMode(ThreadingMode.SHARED)
                // it takes no part in messages over IPC, and there may be two cores only
                .sharedIdleStrategy(new SleepingMillisIdleStrategy(1));
        try (MediaDriver driver = MediaDriver.launchEmbedded(context);
                Aeron aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(driver.aeronDirectoryName()));
                Subscription questions = aeron.addSubscription(CHANNEL, QUESTIONS);
                ExclusivePublication answers = aeron.addExclusivePublication(CHANNEL, ANSWERS)) {
            AtomicBoolean isOver = new AtomicBoolean();
            Thread.ofPlatform().daemon().start(() -> {
                awaitEndOfInput();
                isOver.set(true);
            });
            out.println(driver.aeronDirectoryName());
            FragmentAssembler echo =
                    new FragmentAssembler((buffer, offset, length, header) -> send(answers, buffer, offset, length));
            while (!isOver.get()) {
                if (questions.poll(echo, MOST_FRAGMENTS) == 0) {
                    Thread.onSpinWait();
                }
            }
        }
    }

    private static void awaitEndOfInput() {
        try {
            System.in.transferTo(PrintStream.nullOutputStream());
        } catch (IOException e) {
            // the client is gone, which is what we wait for
        }
    }

    /**
     * Sends a message, waiting until there is somebody to take it and room for it.
     *
     * @throws IllegalStateException when the stream has ended
     */
    static void send(ExclusivePublication publication, DirectBuffer buffer, int offset, int length) {
        long position = publication.offer(buffer, offset, length);
        while (position < 0) {
            if (position == Publication.CLOSED || position == Publication.MAX_POSITION_EXCEEDED) {
                throw new IllegalStateException("the Aeron stream has ended");
            }
            Thread.onSpinWait();
            position = publication.offer(buffer, offset, length);
        }
    }
}
