package org.rfaas.thread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Schedulers that take a task before they fail, as that of virtual threads does. */
@Timeout(240)
class VirtualThreadsTest {
    private static final String SHORTAGE = "unable to create native thread";

    private final AtomicInteger runs = new AtomicInteger();

    @Test
    void shouldRunATaskOnAThreadOfThatName() throws Exception {
        CompletableFuture<String> name = new CompletableFuture<>();
        VirtualThreads.start(
                "some name", () -> name.complete(Thread.currentThread().getName()));
        assertThat(name.get(60, TimeUnit.SECONDS)).isEqualTo("some name");
    }

    @Test
    void shouldNotRunLaterWhatItHasReportedNotToRun() {
        List<Runnable> taken = new ArrayList<>();
        assertThatExceptionOfType(OutOfMemoryError.class)
                .isThrownBy(() -> VirtualThreads.startBy(
                        task -> {
                            taken.add(task);
                            throw new OutOfMemoryError(SHORTAGE);
                        },
                        runs::incrementAndGet));
        taken.forEach(Runnable::run);
        assertThat(taken).hasSize(1);
        assertThat(runs).hasValue(0);
    }

    @Test
    void shouldNotReportWhatRunsAllTheSame() {
        VirtualThreads.startBy(
                task -> {
                    task.run();
                    throw new OutOfMemoryError(SHORTAGE);
                },
                runs::incrementAndGet);
        assertThat(runs).hasValue(1);
    }
}
