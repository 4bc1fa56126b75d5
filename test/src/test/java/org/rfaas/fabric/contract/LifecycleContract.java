package org.rfaas.fabric.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.rfaas.fabric.QueuePair.SIGNALED;
import static org.rfaas.fabric.QueuePair.UNSIGNALED;

import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rfaas.fabric.Access;
import org.rfaas.fabric.CompletionQueue;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.FabricException;
import org.rfaas.fabric.Fabrics;
import org.rfaas.fabric.Listener;
import org.rfaas.fabric.MemoryRegion;
import org.rfaas.fabric.PostResult;
import org.rfaas.fabric.QueuePair;
import org.rfaas.fabric.QueuePairOptions;
import org.rfaas.fabric.RemoteRegion;
import org.rfaas.fabric.WorkCompletion;
import org.rfaas.fabric.WorkStatus;

/** Closing, and peers that close. */
interface LifecycleContract extends ContractTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    default void shouldCloseInAnyOrderAndAnyNumberOfTimes(long seed) {
        Fabric fabric = Fabrics.open(ends().fabric.provider());
        CompletionQueue completions = fabric.createCompletionQueue(64);
        Listener listener = fabric.listen(ends().freeLocation);
        ends().tellAccept(4, 64, new byte[0]);
        QueuePair queuePair = fabric.connect(
                ends().listener.address(), new QueuePairOptions(completions, 4, 64), new byte[0], Ends.PATIENCE);
        ends().target.answer();
        RemoteRegion remote =
                queuePair.attach(ends().target.allocate(64, Access.REMOTE_WRITE).descriptor());
        MemoryRegion region = fabric.allocate(64, Ends.ALL);
        Ends.post(() -> queuePair.postReceive(region, 0, 8, 1));
        Ends.post(() -> queuePair.write(region, 0, remote, 0, 8, 1, SIGNALED));

        List<AutoCloseable> all = List.of(queuePair, remote, region, listener, fabric);
        List<AutoCloseable> order = new ArrayList<>(all);
        order.addAll(all);
        Collections.shuffle(order, new Random(seed));
        order.add(completions); // its queue pairs come first, says its contract
        order.add(completions);
        for (AutoCloseable resource : order) {
            assertThatCode(resource::close).as("seed %d, %s", seed, resource).doesNotThrowAnyException();
        }
        assertThat(queuePair.isConnected()).isFalse();
    }

    @Test
    default void shouldRefuseToCloseACompletionQueueInUse() {
        Ends.Link link = ends().connect();
        assertThatThrownBy(() -> ends().completions.close())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("queue pair");
        link.queuePair().close();
        ends().completions.close();
    }

    @Test
    default void shouldTakeTheMemoryAwayWithTheRegion() {
        MemoryRegion region = ends().fabric.allocate(64, Ends.ALL);
        region.close();
        assertThatThrownBy(() -> region.segment().get(ValueLayout.JAVA_BYTE, 0))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    default void shouldFailAConnectUnderWayWhenTheFabricCloses() {
        Fabric closing = Fabrics.open(ends().fabric.provider());
        QueuePairOptions options = new QueuePairOptions(closing.createCompletionQueue(8), 1, 0);
        CompletableFuture<QueuePair> connecting = CompletableFuture.supplyAsync(
                // nobody accepts there
                () -> closing.connect(ends().listener.address(), options, new byte[0], Duration.ofSeconds(2)));

        closing.close(); // before, during or after the connect: whatever the scheduler likes

        assertThatThrownBy(() -> connecting.get(Ends.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .hasCauseInstanceOf(FabricException.class);
    }

    @Test
    default void shouldRefuseWorkOnAClosedFabric() {
        Fabric closed = Fabrics.open(ends().fabric.provider());
        CompletionQueue completions = closed.createCompletionQueue(8);
        closed.close();

        assertThatThrownBy(() -> closed.allocate(64, Ends.ALL)).isInstanceOf(FabricException.class);
        assertThatThrownBy(() -> closed.createCompletionQueue(8)).isInstanceOf(FabricException.class);
        assertThatThrownBy(() -> closed.listen(ends().freeLocation)).isInstanceOf(FabricException.class);
        assertThatThrownBy(() -> closed.connect(
                        ends().listener.address(),
                        new QueuePairOptions(completions, 1, 0),
                        new byte[0],
                        Duration.ofSeconds(1)))
                .isInstanceOf(FabricException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"queue-pair", "fabric"})
    default void shouldNoticeAPeerThatCloses(String what) {
        Ends.Link link = ends().connect();
        MemoryRegion into = ends().fabric.allocate(8, Set.of());
        RemoteRegion remote = ends().attach(link, ends().target.allocate(8, Access.REMOTE_WRITE));
        Ends.post(() -> link.queuePair().postReceive(1));
        Ends.post(() -> link.queuePair().postReceive(into, 0, 8, 2));

        if (what.equals("fabric")) {
            ends().target.ask("close-fabric");
        } else {
            ends().target.ask("close-queue-pair", link.peer());
        }

        ends().expect(WorkStatus.FLUSHED, 1, 2);
        assertThat(link.queuePair().isConnected()).isFalse();
        Ends.post(() -> link.queuePair().postReceive(3));
        Ends.post(() -> link.queuePair().write(into, 0, remote, 0, 8, 4, UNSIGNALED));
        Ends.post(() -> link.queuePair().writeWithImmediate(into, 0, remote, 0, 8, 1, 5, UNSIGNALED));
        Ends.post(() -> link.queuePair().send(into, 0, 8, 6, SIGNALED));
        List<Long> flushed = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            WorkCompletion next = ends().next();
            assertThat(next.status()).isEqualTo(WorkStatus.FLUSHED);
            flushed.add(next.workId());
        }
        assertThat(flushed).containsExactlyInAnyOrder(3L, 4L, 5L, 6L);
    }

    @Test
    default void shouldDeliverWhatArrivedBeforeThePeerClosed() {
        Ends.Link link = ends().connect();
        Ends.Link other = ends().connect();
        int from = ends().target.allocate(8).index();
        MemoryRegion into = ends().fabric.allocate(8, Set.of());
        Ends.post(() -> link.queuePair().postReceive(into, 0, 8, 1));
        Ends.post(() -> link.queuePair().postReceive(into, 0, 8, 2));
        Ends.post(() -> other.queuePair().postReceive(into, 0, 8, 3));

        ends().target.ask("send", link.peer(), from, 0, 5, 0, UNSIGNALED);
        WorkCompletion arrived = ends().next();
        assertThat(arrived.isSuccess()).isTrue();
        ends().target.ask("close-queue-pair", link.peer());
        ends().expect(WorkStatus.FLUSHED, 2);

        // the other connection lives on
        ends().target.ask("send", other.peer(), from, 0, 5, 0, UNSIGNALED);
        ends().expect(WorkStatus.SUCCESS, 3);
        assertThat(other.queuePair().isConnected()).isTrue();
    }

    @Test
    default void shouldNotStayBlockedWhenThePeerOfAFullQueueCloses() {
        Ends.Link link = ends().connect(2, 8);
        MemoryRegion from = ends().fabric.allocate(8, Set.of());
        while (link.queuePair().send(from, 0, 8, 1, UNSIGNALED) == PostResult.POSTED) {
            Thread.onSpinWait();
        }
        ends().target.ask("close-queue-pair", link.peer());

        WorkCompletion completion = new WorkCompletion();
        boolean flushed = Waiting.until(
                () -> {
                    link.queuePair().send(from, 0, 8, 2, UNSIGNALED);
                    return ends().completions.poll(completion)
                            && completion.workId() == 2
                            && completion.status() == WorkStatus.FLUSHED;
                },
                Ends.PATIENCE);
        assertThat(flushed).isTrue();
    }

    @Test
    default void shouldForgetTheCompletionsOfAClosedQueuePair() {
        Ends.Link link = ends().connect();
        MemoryRegion into = ends().fabric.allocate(8, Set.of());
        for (int i = 0; i < 4; i++) {
            Ends.post(() -> link.queuePair().postReceive(into, 0, 8, 1));
        }
        link.queuePair().close();

        ends().expectNothing();
        assertThat(ends().target.ask("disconnected-within", link.peer(), 2000)).containsExactly("true");
        assertThat(ends().connect().queuePair().isConnected()).isTrue();
    }
}
