package org.rfaas.fabric.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rfaas.fabric.CompletionQueue;
import org.rfaas.fabric.ConnectionRequest;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.fabric.FabricCapabilities;
import org.rfaas.fabric.FabricException;
import org.rfaas.fabric.Fabrics;
import org.rfaas.fabric.Listener;
import org.rfaas.fabric.QueuePair;
import org.rfaas.fabric.QueuePairOptions;

/** Listening, connecting, rejecting. */
interface ConnectionContract extends ContractTest {
    Duration SHORT = Duration.ofMillis(300);

    @ParameterizedTest
    @ValueSource(ints = {0, 1, FabricCapabilities.GUARANTEED_PRIVATE_DATA_BYTES, Integer.MAX_VALUE})
    default void shouldCarryPrivateDataBothWays(int wanted) {
        int bytes = Math.min(wanted, ends().fabric.capabilities().maxPrivateDataBytes());
        byte[] there = new byte[bytes];
        byte[] back = new byte[bytes];
        new Random(bytes).nextBytes(there);
        new Random(bytes + 1).nextBytes(back);

        ends().tellAccept(Ends.DEPTH, 0, back);
        QueuePair queuePair =
                ends().fabric.connect(ends().listener.address(), ends().options(Ends.DEPTH, 0), there, Ends.PATIENCE);
        String[] accepted = ends().target.answer();

        assertThat(queuePair.peerPrivateData()).isEqualTo(back);
        assertThat(Target.bytes(accepted[1])).as("in the request").isEqualTo(there);
        assertThat(Target.bytes(accepted[2])).as("at the queue pair").isEqualTo(there);
        assertThat(queuePair.isConnected()).isTrue();
    }

    @Test
    default void shouldRefusePrivateDataLongerThanItsCapability() {
        byte[] tooLong = new byte[ends().fabric.capabilities().maxPrivateDataBytes() + 1];

        assertThatThrownBy(() ->
                        ends().fabric.connect(ends().listener.address(), ends().options(1, 0), tooLong, Ends.PATIENCE))
                .isInstanceOf(FabricException.class)
                .hasMessageContaining("private data");
    }

    @Test
    default void shouldGiveTheReasonOfARejection() {
        ends().target.tell("reject", ends().listener.index(), Ends.PATIENCE.toMillis(), "no free worker");

        assertThatThrownBy(() -> ends().fabric
                        .connect(ends().listener.address(), ends().options(4, 0), new byte[0], Ends.PATIENCE))
                .isInstanceOf(FabricException.class)
                .hasMessageContaining("no free worker");
        ends().target.answer();
    }

    @Test
    default void shouldSaySomethingOfAReasonThatIsVeryLong() {
        ends().target.tell("reject", ends().listener.index(), Ends.PATIENCE.toMillis(), "full ".repeat(20_000));

        assertThatThrownBy(() -> ends().fabric
                        .connect(ends().listener.address(), ends().options(4, 0), new byte[0], Ends.PATIENCE))
                .isInstanceOf(FabricException.class)
                .hasMessageContaining("full");
        ends().target.answer();
    }

    @Test
    default void shouldFailWhenNobodyListensThere() {
        ends().target.ask("close-listener", ends().listener.index());

        assertThatThrownBy(() -> ends().fabric
                        .connect(ends().listener.address(), ends().options(4, 0), new byte[0], Duration.ofSeconds(2)))
                .isInstanceOf(FabricException.class)
                .hasMessageContaining(ends().listener.address().location());
    }

    @Test
    default void shouldFailWhenNobodyAnswersInTimeAndServeTheNextPeer() {
        long start = System.nanoTime();
        assertThatThrownBy(() ->
                        ends().fabric.connect(ends().listener.address(), ends().options(4, 0), new byte[0], SHORT))
                .isInstanceOf(FabricException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(SHORT.dividedBy(2), Ends.PATIENCE);

        // the request that gave up may surface at the listener; accepting it fails or gives a dead queue pair
        ends().target.tell("accept", ends().listener.index(), 100, ends().targetCompletions, 4, 0, "-");
        ends().target.answerLine();
        assertThat(ends().connect().queuePair().isConnected()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"depth", "message length"})
    default void shouldRefuseOptionsThatDifferOnBothSides(String what) {
        boolean depth = what.equals("depth");
        ends().tellAccept(depth ? 8 : 4, depth ? 64 : 128, new byte[0]);

        assertThatThrownBy(() -> ends().fabric
                        .connect(ends().listener.address(), ends().options(4, 64), new byte[0], Ends.PATIENCE))
                .isInstanceOf(FabricException.class)
                .hasMessageContaining(what);
        assertThat(ends().target.answerLine())
                .startsWith("failed FabricException")
                .contains(what);
    }

    @Test
    default void shouldRefuseTheAddressOfAnotherProvider() {
        FabricAddress foreign = new FabricAddress(
                "x" + ends().fabric.provider(), ends().listener.address().location());

        assertThatThrownBy(() -> ends().fabric.connect(foreign, ends().options(4, 0), new byte[0], Ends.PATIENCE))
                .isInstanceOf(FabricException.class)
                .hasMessageContaining(foreign.toString());
    }

    @Test
    default void shouldRefuseACompletionQueueOfAnotherFabric() {
        try (Fabric other = Fabrics.open(ends().fabric.provider())) {
            CompletionQueue foreign = other.createCompletionQueue(16);
            QueuePairOptions options = new QueuePairOptions(foreign, 4, 0);

            assertThatThrownBy(() -> ends().fabric
                            .connect(ends().listener.address(), options, new byte[0], Duration.ofSeconds(1)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    default void shouldServeManyPeersOnOneListener() {
        List<Ends.Link> links = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            links.add(ends().connect());
        }
        assertThat(links)
                .allMatch(link -> link.queuePair().isConnected())
                .extracting(Ends.Link::peer)
                .doesNotHaveDuplicates();
    }

    @Test
    default void shouldGiveUpAcceptingWhenTheTimeIsUp() {
        try (Listener listener = ends().fabric.listen(ends().freeLocation)) {
            assertThat(listener.accept(SHORT)).isEmpty();
        }
    }

    @Test
    default void shouldEndAnAcceptUnderWayWhenTheListenerCloses() {
        Listener listener = ends().fabric.listen(ends().freeLocation);
        CompletableFuture<Boolean> first = CompletionContract.inBackground(
                () -> listener.accept(Ends.PATIENCE).isEmpty());
        CompletableFuture<Boolean> second = CompletionContract.inBackground(
                () -> listener.accept(Ends.PATIENCE).isEmpty());
        ends().target.ask("sleep", 100);
        long start = System.nanoTime();
        listener.close();
        listener.close();

        assertThat(first.join()).isTrue();
        assertThat(second.join()).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Ends.PATIENCE.dividedBy(2));
        assertThat(listener.accept(SHORT)).isEmpty();
    }

    @Test
    default void shouldAnswerARequestOnceOnly() {
        try (Listener listener = ends().fabric.listen(ends().freeLocation)) {
            int cq = ends().targetCompletions;
            ends().target.tell("connect", listener.address(), cq, 4, 0, "-", Ends.PATIENCE.toMillis());
            ConnectionRequest request = listener.accept(Ends.PATIENCE).orElseThrow();
            request.reject("not today");

            assertThatThrownBy(() -> request.accept(ends().options(4, 0), new byte[0]))
                    .isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> request.reject("again")).isInstanceOf(IllegalStateException.class);
            assertThat(ends().target.answerLine())
                    .startsWith("failed FabricException")
                    .contains("not today");
        }
    }

    @Test
    default void shouldFailWhenTheListenerClosesBeforeItAnswers() {
        Listener listener = ends().fabric.listen(ends().freeLocation);
        int cq = ends().targetCompletions;
        ends().target.tell("connect", listener.address(), cq, 4, 0, "-", Ends.PATIENCE.toMillis());
        Waiting.until(() -> false, Duration.ofMillis(100));
        long start = System.nanoTime();
        listener.close();

        assertThat(ends().target.answerLine()).startsWith("failed FabricException");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Ends.PATIENCE.dividedBy(2));
    }

    @Test
    default void shouldRefuseALocationInUse() {
        try (Listener listener = ends().fabric.listen(ends().freeLocation)) {
            String location = listener.address().location();
            assertThatThrownBy(() -> ends().fabric.listen(location))
                    .isInstanceOf(FabricException.class)
                    .hasMessageContaining(location);
        }
    }
}
