package org.rfaas.executor.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rfaas.client.ExecutorLostException;
import org.rfaas.client.FunctionRefusedException;
import org.rfaas.client.InstalledFunction;
import org.rfaas.client.LeasedExecutor;
import org.rfaas.client.PayloadTooLargeException;
import org.rfaas.client.ResourceManagerLink;
import org.rfaas.client.Slot;
import org.rfaas.client.Worker;
import org.rfaas.executor.sandbox.Sandbox;
import org.rfaas.fabric.FabricSet;
import org.rfaas.fabric.FabricSettings;
import org.rfaas.function.FunctionBundle;
import org.rfaas.function.FunctionCode;
import org.rfaas.function.Invocation;
import org.rfaas.function.NativeLibrary;
import org.rfaas.function.RemoteFunction;
import org.rfaas.lease.LeaseRequest;

/** Functions that end their executor: the client hears why, its neighbour hears nothing, and a new lease goes on. */
@Timeout(300)
class DeathOfExecutorsIT {
    private static final String SOURCE = """
            #include <signal.h>
            #include <stdint.h>
            #include <stdio.h>
            #include <stdlib.h>
            #include <unistd.h>

            uint32_t twice(void *in, uint32_t bytes, void *out) { *(int *)out = 2 * *(int *)in; return 4; }
            uint32_t stray(void *in, uint32_t bytes, void *out) { *(volatile int *)8 = 1; return 0; }
            uint32_t give_up(void *in, uint32_t bytes, void *out) { abort(); }
            uint32_t leave(void *in, uint32_t bytes, void *out) { exit(3); }
            uint32_t killed(void *in, uint32_t bytes, void *out) { raise(SIGKILL); return 0; }
            uint32_t deep(void *in, uint32_t bytes, void *out)
            {
                volatile char here[4096];
                here[0] = bytes;
                return deep(in, bytes + 1, (void *)here) + here[0];
            }
            uint32_t spin(void *in, uint32_t bytes, void *out) { for (volatile int i = 0;; i++); }
            uint32_t nap(void *in, uint32_t bytes, void *out) { usleep(1000 * *(int *)in); return 0; }
            uint32_t say(void *in, uint32_t bytes, void *out) { printf("a line from C\\n"); fflush(stdout); return 0; }
            uint32_t boast(void *in, uint32_t bytes, void *out) { return 4097; }
            uint32_t boast_more(void *in, uint32_t bytes, void *out) { return 0xFFFFFFFF; }
            """;
    private static final long TIMEOUT_NS = Cluster.TIMEOUT.toNanos();

    @TempDir
    private static Path folder;

    private static NativeLibrary library;
    private static Sandbox sandbox;
    private static Cluster cluster;
    private static FabricSet fabrics;
    private static ResourceManagerLink leases;
    private static LeasedExecutor neighbour;

    @BeforeAll
    static void start() throws IOException {
        library = CLibrary.compile(folder, "deadly", SOURCE);
        sandbox = Sandbox.bubblewrapIfPossible();
        cluster = Cluster.in(sandbox);
        fabrics = new FabricSet(FabricSettings.DEFAULTS);
        leases = new ResourceManagerLink(fabrics, cluster.resourceManager.address(), Cluster.TIMEOUT);
        neighbour = lease(1, Long.MAX_VALUE);
    }

    @AfterAll
    static void close() {
        neighbour.close();
        leases.close();
        fabrics.close();
        cluster.close();
        sandbox.close();
    }

    private static LeasedExecutor lease(int cores, long deadlineNs) {
        return LeasedExecutor.start(
                fabrics,
                leases,
                leases.lease(new LeaseRequest("job-1", cores, cores * (1L << 28), Cluster.LONG)),
                Cluster.allocation(0, deadlineNs));
    }

    private static void invoke(Worker worker, FunctionCode function) {
        Slot slot = worker.slot(0);
        slot.submit(worker.install(function), 0);
        slot.await(TIMEOUT_NS);
    }

    private static int twice(Worker worker, int value) {
        InstalledFunction function =
                worker.install(library.function("twice")); // in a slot, so before the input is there
        Slot slot = worker.slot(0);
        slot.input().set(ValueLayout.JAVA_INT, 0, value);
        slot.submit(function, Integer.BYTES);
        assertThat(slot.await(TIMEOUT_NS)).isEqualTo(Integer.BYTES);
        return slot.output().get(ValueLayout.JAVA_INT, 0);
    }

    @ParameterizedTest
    @CsvSource({
        "stray, killed by signal 11 (SIGSEGV) in stray",
        "give_up, killed by signal 6 (SIGABRT)",
        "deep, killed by signal 11 (SIGSEGV)",
        "killed, killed by signal 9 (SIGKILL)",
        "leave, ended by exit(3)",
    })
    void shouldNameTheCauseAndGoOnWithANewLease(String function, String cause) {
        // the lease of each row is the new one after the row before
        try (LeasedExecutor executor = lease(1, Long.MAX_VALUE)) {
            Worker worker = executor.workers().getFirst();
            assertThat(twice(worker, 21)).isEqualTo(42);

            assertThatExceptionOfType(ExecutorLostException.class)
                    .isThrownBy(() -> invoke(worker, library.function(function)))
                    .withMessageContaining(cause);
        }
        assertThat(twice(neighbour.workers().getFirst(), 4)).isEqualTo(8);
    }

    /** Ends the JVM it runs in. */
    static final class Leaving implements RemoteFunction {
        @Override
        public int invoke(Invocation invocation) {
            System.exit(7);
            return 0;
        }
    }

    @Test
    void shouldNameTheExitOfAJavaFunction() {
        try (LeasedExecutor executor = lease(1, Long.MAX_VALUE)) {
            assertThatExceptionOfType(ExecutorLostException.class)
                    .isThrownBy(() -> invoke(executor.workers().getFirst(), FunctionBundle.of(Leaving.class)))
                    .withMessageContaining("ended by exit(7)");
        }
    }

    /** Loops for ever. */
    static final class Spinning implements RemoteFunction {
        @Override
        @SuppressWarnings("InfiniteLoopStatement")
        public int invoke(Invocation invocation) {
            while (true) {
                Thread.onSpinWait();
            }
        }
    }

    /** Counts to the end of time, in a loop that the JVM cannot stop in once it is compiled: not even to exit. */
    static final class Counting implements RemoteFunction {
        @Override
        public int invoke(Invocation invocation) {
            int sum = 0;
            for (int i = 0; i < Integer.MAX_VALUE; i++) {
                for (int j = 0; j < Integer.MAX_VALUE; j++) {
                    sum += i ^ j;
                }
            }
            return sum == 0 ? 1 : 0;
        }
    }

    @Test
    void shouldEndAnExecutorWhoseFunctionLoopsForEver() {
        assertOverdue(library.function("spin"), "function 'spin'");
        assertOverdue(FunctionBundle.of(Spinning.class), "function of");
        assertOverdue(FunctionBundle.of(Counting.class), "function of");
    }

    private static void assertOverdue(FunctionCode endless, String name) {
        try (LeasedExecutor executor = lease(2, Duration.ofSeconds(2).toNanos())) {
            Worker worker = executor.workers().getLast();
            assertThat(twice(worker, 21)).isEqualTo(42);

            assertThatExceptionOfType(ExecutorLostException.class)
                    .isThrownBy(() -> invoke(worker, endless))
                    .withMessageContaining(name)
                    .withMessageContaining("on worker-1 ran longer than its deadline of 2000 ms");

            assertThatExceptionOfType(ExecutorLostException.class)
                    .as("the other worker goes too")
                    .isThrownBy(() -> twice(executor.workers().getFirst(), 1))
                    .withMessageContaining("deadline");
        }
    }

    @Test
    void shouldHoldAFunctionToItsOwnDeadlineAndNoOther() {
        try (LeasedExecutor executor = lease(1, Long.MAX_VALUE)) {
            Worker worker = executor.workers().getFirst();
            InstalledFunction brief = worker.install(library.function("nap"), Duration.ofSeconds(2));
            InstalledFunction patient = worker.install(library.function("nap"), Duration.ofMinutes(1));
            assertThat(worker.install(library.function("nap"), Duration.ofSeconds(2)))
                    .isEqualTo(brief);
            nap(worker, patient, 3000);
            nap(worker, worker.install(library.function("nap")), 3000);
            nap(worker, brief, 1);
            assertThatExceptionOfType(ExecutorLostException.class)
                    .isThrownBy(() -> nap(worker, brief, 30_000))
                    .withMessageContaining("function 'nap'")
                    .withMessageContaining("deadline of 2000 ms");
        }
    }

    private static void nap(Worker worker, InstalledFunction function, int ms) {
        Slot slot = worker.slot(0);
        slot.input().set(ValueLayout.JAVA_INT, 0, ms);
        slot.submit(function, Integer.BYTES);
        assertThat(slot.await(TIMEOUT_NS)).isZero();
    }

    @Test
    void shouldLetCPrintWithoutHarm() {
        try (LeasedExecutor executor = lease(1, Long.MAX_VALUE)) {
            Worker worker = executor.workers().getFirst();
            invoke(worker, library.function("say"));
            assertThat(twice(worker, 3)).isEqualTo(6);
            assertThat(executor.ending()).isEmpty();
        }
    }

    @Test
    void shouldRefuseALengthBeyondTheSlot() {
        try (LeasedExecutor executor = lease(1, Long.MAX_VALUE)) {
            Worker worker = executor.workers().getFirst();
            assertThatExceptionOfType(PayloadTooLargeException.class)
                    .isThrownBy(() -> invoke(worker, library.function("boast")))
                    .withMessageContaining("returned 4097 bytes; a slot holds 4096");
            assertThatExceptionOfType(PayloadTooLargeException.class)
                    .isThrownBy(() -> invoke(worker, library.function("boast_more")))
                    .withMessageContaining("4294967295");
            assertThat(twice(worker, 3)).as("the worker goes on").isEqualTo(6);
        }
    }

    @Test
    void shouldKeepEqualNamesOfTwoLibrariesApartAndSayWhatALibraryLacks() throws IOException {
        NativeLibrary other = CLibrary.compile(
                folder, "other", "unsigned twice(void *in, unsigned n, void *out) { *(int *)out = 222; return 4; }");
        NativeLibrary lacking = CLibrary.compile(
                folder,
                "lacking",
                "unsigned missing(void); unsigned f(void *i, unsigned n, void *o) { return missing(); }");
        try (LeasedExecutor executor = lease(1, Long.MAX_VALUE)) {
            Worker worker = executor.workers().getFirst();
            assertThat(twice(worker, 4)).isEqualTo(8);
            invoke(worker, other.function("twice"));
            assertThat(worker.slot(0).output().get(ValueLayout.JAVA_INT, 0)).isEqualTo(222);
            assertThat(twice(worker, 5)).isEqualTo(10);
            assertThatExceptionOfType(FunctionRefusedException.class)
                    .isThrownBy(() -> worker.install(lacking.function("f")))
                    .withMessageContaining("undefined symbol: missing");
        }
    }
}
