package org.rfaas.executor.manager;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rfaas.control.ControlException;
import org.rfaas.control.ControlMessage.LeaseEnded;
import org.rfaas.control.ControlMessage.LeaseEnding;
import org.rfaas.control.ControlMessage.Notice;
import org.rfaas.control.ControlMessage.Refused;
import org.rfaas.control.ControlMessage.Reply;
import org.rfaas.control.ControlSession;
import org.rfaas.executor.manager.FakeLauncher.FakeExecutor;
import org.rfaas.executor.pipe.ExecutorCommand.Assign;
import org.rfaas.executor.pipe.FunctionRules;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.fabric.FabricException;
import org.rfaas.fabric.FabricSettings;
import org.rfaas.lease.AccessToken;
import org.rfaas.lease.EndReason;
import org.rfaas.lease.LeaseCertificate;
import org.rfaas.lease.LeaseId;
import org.rfaas.lease.SignedCertificate;
import org.rfaas.wire.SlotLayout;

/** One lease on a node, whatever its client and the node's network do. */
@Timeout(240)
class AllocationTest {
    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    private final FakeLauncher launcher = new FakeLauncher();
    private final BlockingQueue<Notice> heard = new LinkedBlockingQueue<>();
    private final CountDownLatch clientTakesMessages = new CountDownLatch(1);
    private final CompletableFuture<Reply> reply = new CompletableFuture<>();
    private final CompletableFuture<LeaseEnded> ended = new CompletableFuture<>();
    private final Allocation allocation =
            new Allocation(new AllocationTerm(certificate(), InstantSource.system(), Duration.ZERO), client(), books());

    @Test
    void shouldEndOnTimeThoughItsClientTakesNoMessage() throws Exception {
        start(AllocationTest::assignment);
        FakeExecutor executor = launcher.next();
        allocation.end(EndReason.REVOKED, Duration.ZERO);
        assertThat(executor.ended.get(60, SECONDS)).isEqualTo(EndReason.REVOKED);
        assertThat(ended.get(60, SECONDS).reason()).isEqualTo(EndReason.REVOKED);
        assertThat(heard).isEmpty();

        clientTakesMessages.countDown();

        assertThat(heard.poll(60, SECONDS)).isInstanceOf(LeaseEnding.class);
        assertThat(heard.poll(60, SECONDS)).isInstanceOf(LeaseEnded.class);
    }

    @Test
    void shouldEndAsSoonAsTheShortestGraceSays() throws Exception {
        launcher.stubborn = true;
        clientTakesMessages.countDown();
        start(AllocationTest::assignment);
        FakeExecutor executor = launcher.next();
        allocation.end(EndReason.REVOKED, Duration.ofHours(1));
        assertThat(heard.poll(60, SECONDS))
                .isEqualTo(new LeaseEnding(new LeaseId(7), EndReason.REVOKED, Duration.ofHours(1)));

        allocation.end(EndReason.REVOKED, Duration.ofHours(2));
        allocation.end(EndReason.RELEASED, Duration.ZERO);

        assertThat(heard.poll(60, SECONDS))
                .isEqualTo(new LeaseEnding(new LeaseId(7), EndReason.REVOKED, Duration.ZERO));
        assertThat(executor.killed.get(60, SECONDS)).isTrue();
        assertThat(ended.get(60, SECONDS).reason()).isEqualTo(EndReason.REVOKED);
    }

    @Test
    void shouldFreeItsCoresWhereNoExecutorCanListen() throws Exception {
        start(() -> {
            throw new FabricException("the network interface is gone");
        });
        assertThat(ended.get(60, SECONDS).reason()).isEqualTo(EndReason.LOST);
        assertThat(reply.get(60, SECONDS))
                .isInstanceOf(Refused.class)
                .asString()
                .contains("the network interface is gone");
    }

    private void start(Supplier<Assign> assigning) {
        Thread.ofVirtual().start(() -> allocation.live(launcher, assigning, TIMEOUT, reply::complete));
    }

    private ControlSession client() {
        return new ControlSession() {
            @Override
            public String name() {
                return "client";
            }

            @Override
            public byte[] challenge() {
                return new byte[0];
            }

            @Override
            public void send(Notice notice) {
                try {
                    clientTakesMessages.await();
                    heard.add(notice);
                } catch (InterruptedException e) {
                    throw new ControlException("interrupted", e);
                }
            }

            @Override
            public void close(String reason) {}
        };
    }

    private Allocation.Observer books() {
        return new Allocation.Observer() {
            @Override
            public void started(Allocation started, RunningExecutor executor) {}

            @Override
            public void answered(Allocation answered) {}

            @Override
            public void ended(Allocation over, LeaseEnded report) {
                ended.complete(report);
            }
        };
    }

    private static SignedCertificate certificate() {
        long nowMs = System.currentTimeMillis();
        return Cluster.SIGNER.sign(new LeaseCertificate(
                new LeaseId(7),
                "job",
                "user",
                "node",
                1,
                new FabricAddress("shm", "/tmp/manager"),
                1,
                1 << 30,
                nowMs,
                nowMs + Duration.ofHours(1).toMillis()));
    }

    private static Assign assignment() {
        return new Assign(
                new LeaseId(7),
                AccessToken.random(),
                "shm",
                FabricSettings.DEFAULTS,
                "",
                1,
                List.of(),
                new SlotLayout(2, 4096),
                1 << 20,
                0,
                TIMEOUT.toNanos(),
                new FunctionRules(1 << 20, false, TIMEOUT.toNanos()));
    }
}
