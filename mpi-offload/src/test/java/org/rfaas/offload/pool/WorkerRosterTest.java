package org.rfaas.offload.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.rfaas.offload.report.Counters;
import org.rfaas.offload.worker.FakeWorker;

class WorkerRosterTest {
    private final FakeWorker port = new FakeWorker(1, 64);
    private final List<RemoteWorker> one = List.of(new RemoteWorker("1.0", port, new Counters()));
    private final WorkerRoster roster = new WorkerRoster();

    @AfterEach
    void closeWorker() {
        port.close();
    }

    @Test
    void shouldSayHowManyCameInTime() {
        roster.add(one);
        assertThat(roster.await(1, 1)).isOne();
        assertThat(roster.await(2, 1)).isOne();
    }

    @Test
    void shouldStayEmptyOnceClosed() {
        roster.add(one);
        roster.close();
        assertThat(roster.workers()).isEmpty();
        roster.add(one);
        assertThat(roster.workers()).isEmpty();
        assertThat(roster.lost()).isZero();
    }
}
