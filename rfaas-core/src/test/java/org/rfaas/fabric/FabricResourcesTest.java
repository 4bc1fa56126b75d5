package org.rfaas.fabric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class FabricResourcesTest {
    private final FabricResources resources = new FabricResources();
    private final List<String> closed = new ArrayList<>();

    private AutoCloseable named(String name) {
        return () -> closed.add(name);
    }

    @Test
    void shouldCloseTheNewestFirst() {
        resources.add(named("region"));
        AutoCloseable gone = resources.add(named("listener"));
        resources.add(named("queue"));
        resources.remove(gone);

        resources.closeOthers();

        assertThat(closed).containsExactly("queue", "region");
    }

    @Test
    void shouldCloseTheRestWhenOneFails() {
        resources.add(named("region"));
        resources.add(() -> {
            throw new IllegalStateException("broken");
        });

        resources.closeOthers();

        assertThat(closed).containsExactly("region");
    }

    @Test
    void shouldCloseAtOnceWhatIsMadeAfterTheFabricClosed() {
        assertThat(resources.beginClose()).isTrue();
        assertThat(resources.beginClose()).isFalse();

        assertThatExceptionOfType(FabricException.class).isThrownBy(() -> resources.add(named("late")));
        assertThat(closed).containsExactly("late");
        assertThatExceptionOfType(FabricException.class).isThrownBy(resources::requireOpen);
        assertThatExceptionOfType(FabricException.class).isThrownBy(() -> resources.during(() -> "late"));
    }

    @Test
    void shouldCloseAQueuePairThatCannotStart() {
        QueuePair queuePair = (QueuePair) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {QueuePair.class}, (_, method, _) -> {
                    closed.add(method.getName());
                    return method.getName().equals("hashCode") ? (Object) 0 : null;
                });

        assertThatExceptionOfType(OutOfMemoryError.class)
                .isThrownBy(() -> resources.addStarted(queuePair, _ -> {
                    throw new OutOfMemoryError("no thread");
                }));

        assertThat(closed).contains("close");
    }

    @Test
    @Timeout(240)
    void shouldWaitForOperationsUnderWay() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        AtomicBoolean ended = new AtomicBoolean();
        Thread connecting = Thread.ofVirtual()
                .start(() -> resources.during(() -> {
                    begun.countDown();
                    try {
                        released.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    return ended.getAndSet(true);
                }));
        begun.await();
        resources.beginClose();
        Thread.ofVirtual().start(() -> {
            while (!connecting.isAlive()) {
                Thread.onSpinWait();
            }
            released.countDown();
        });

        resources.awaitOperations();

        assertThat(ended).isTrue();
        assertThat(connecting.join(Duration.ofMinutes(1))).isTrue();
    }
}
