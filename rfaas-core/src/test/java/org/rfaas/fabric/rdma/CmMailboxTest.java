package org.rfaas.fabric.rdma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rfaas.fabric.FabricException;

@Timeout(240)
class CmMailboxTest {
    private static final long LONG_NS = TimeUnit.MINUTES.toNanos(1);

    private final CmMailbox<String> mailbox = new CmMailbox<>();

    @Test
    void shouldKeepEventsForWhoAwaitsThem() {
        mailbox.deliver("resolved");
        mailbox.deliver("established");
        assertThat(mailbox.await(LONG_NS)).isEqualTo("resolved");
        assertThat(mailbox.await(0)).isEqualTo("established");
        assertThat(mailbox.await(0)).isNull();
    }

    @Test
    void shouldHandTheHandlerFirstWhatNobodyAwaited() {
        List<String> heard = new ArrayList<>();
        mailbox.deliver("established");
        mailbox.deliver("disconnected");
        assertThat(mailbox.await(0)).isEqualTo("established");

        mailbox.onEvent(heard::add);
        mailbox.deliver("exit");

        assertThat(heard).containsExactly("disconnected", "exit");
        assertThat(mailbox.await(0)).isNull();
    }

    @Test
    void shouldEndAWaitThatIsInterrupted() {
        mailbox.interrupt("closing");
        assertThat(mailbox.await(LONG_NS)).isEqualTo("closing");

        Thread.currentThread().interrupt();
        assertThatExceptionOfType(FabricException.class)
                .isThrownBy(() -> mailbox.await(LONG_NS))
                .withMessage("interrupted while connecting");
        assertThat(Thread.interrupted()).as("the interrupt is kept").isTrue();
    }
}
