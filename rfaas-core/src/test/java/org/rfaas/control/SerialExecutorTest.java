package org.rfaas.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

class SerialExecutorTest {
    private final List<String> ran = new ArrayList<>();
    private final ScriptedThreads threads = new ScriptedThreads();
    private final SerialExecutor executor = new SerialExecutor("executor", threads);

    @Test
    void shouldRunATaskThatWaitsForNothingAfterThoseBeforeIt() {
        executor.executeHere(() -> ran.add("here"));
        executor.execute(() -> ran.add("first"));
        executor.executeHere(() -> ran.add("second"));
        assertThat(ran).containsExactly("here");
        threads.runAll();
        assertThat(ran).containsExactly("here", "first", "second");
    }

    @Test
    void shouldNotRunOnItsCallersThreadWhatNoThreadIsLeftFor() {
        threads.exhausted = true;
        assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> executor.execute(() -> ran.add("lost")));
        threads.exhausted = false;
        executor.execute(() -> ran.add("next"));
        threads.runAll();
        assertThat(ran).containsExactly("next");
    }

    /** Threads that run when the test says so. */
    private static final class ScriptedThreads implements Executor {
        private final Queue<Runnable> started = new ArrayDeque<>();
        boolean exhausted;

        @Override
        public void execute(Runnable task) {
            if (exhausted) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            started.add(task);
        }

        void runAll() {
            while (!started.isEmpty()) {
                started.remove().run();
            }
        }
    }
}
