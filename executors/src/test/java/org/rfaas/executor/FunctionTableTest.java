package org.rfaas.executor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rfaas.function.FunctionBundle;
import org.rfaas.function.Invocation;
import org.rfaas.function.RemoteFunction;

@Timeout(60)
class FunctionTableTest {
    private static final long LEASE_NS = TimeUnit.HOURS.toNanos(1);
    private static final long SHORT_NS = TimeUnit.MILLISECONDS.toNanos(300);

    private final FunctionTable table = new FunctionTable(new NoManager(), LEASE_NS);

    @BeforeEach
    void forgetEarlierTests() {
        System.clearProperty(Slow.BEGUN);
        System.clearProperty(Slow.RELEASED);
    }

    @AfterEach
    void letConstructorsEnd() {
        System.setProperty(Slow.RELEASED, "");
    }

    @Test
    void shouldTellDeadlinesWhileCodeOfAClientTakesItsTime() throws Exception {
        FunctionBundle quick = FunctionBundle.of(Quick.class);
        table.load(quick.key(), quick.encoded());
        int index = table.indexOf(quick.key(), "", SHORT_NS).orElseThrow();
        FunctionBundle slow = FunctionBundle.of(Slow.class);
        table.load(slow.key(), slow.encoded());

        CompletableFuture<OptionalInt> slowIndex = CompletableFuture.supplyAsync(
                () -> table.indexOf(slow.key(), "", LEASE_NS), Thread::startVirtualThread);
        while (System.getProperty(Slow.BEGUN) == null) {
            Thread.onSpinWait();
        }
        assertThat(table.deadlineNs(index)).isEqualTo(SHORT_NS);
        assertThat(table.deadlineNs(-1)).as("a system function").isEqualTo(LEASE_NS);
        assertThat(table.describe(index)).contains(quick.key().toString());
        assertThat(table.instantiate(index)).isPresent();
        assertThat(slowIndex).as("it is being built").isNotDone();

        System.setProperty(Slow.RELEASED, "");
        assertThat(slowIndex.get(30, TimeUnit.SECONDS)).hasValue(index + 1);
    }

    @Test
    void shouldGiveOneNumberToWhatIsInstalledTwice() {
        FunctionBundle quick = FunctionBundle.of(Quick.class);
        table.load(quick.key(), quick.encoded());
        OptionalInt first = table.indexOf(quick.key(), "", SHORT_NS);
        assertThat(table.load(quick.key(), quick.encoded())).isFalse();
        assertThat(table.indexOf(quick.key(), "", SHORT_NS)).isEqualTo(first);
        assertThat(table.indexOf(quick.key(), "", 2 * SHORT_NS))
                .as("of another deadline")
                .isNotEqualTo(first);
    }

    /** Does nothing. */
    public static final class Quick implements RemoteFunction {
        @Override
        public int invoke(Invocation invocation) {
            return 0;
        }
    }

    /** Its constructor runs until it is released. */
    public static final class Slow implements RemoteFunction {
        static final String BEGUN = "org.rfaas.executor.slow.begun";
        static final String RELEASED = "org.rfaas.executor.slow.released";

        public Slow() {
            System.setProperty(BEGUN, "");
            while (System.getProperty(RELEASED) == null) {
                Thread.onSpinWait();
            }
        }

        @Override
        public int invoke(Invocation invocation) {
            return 0;
        }
    }
}
