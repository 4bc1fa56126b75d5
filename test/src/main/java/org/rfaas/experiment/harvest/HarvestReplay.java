package org.rfaas.experiment.harvest;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Replays a trace of idle cores against the lease rules of the resource manager ({@link org.rfaas.lease.LeaseBook}) in
 * simulated time, with clients that always have work for some cores. Deterministic.
 */
public final class HarvestReplay {
    private final IdleTrace trace;
    private final int clients;
    private final int coresPerClient;
    private final long seed;

    /**
     * @param clients jobs that seek cores
     * @param coresPerClient cores each has work for, always
     * @param seed of the moments at which clients look
     */
    public HarvestReplay(IdleTrace trace, int clients, int coresPerClient, long seed) {
        this.trace = trace;
        this.clients = clients;
        this.coresPerClient = coresPerClient;
        this.seed = seed;
    }

    /** The whole trace under these rules. */
    public HarvestResult run(HarvestRules rules) {
        Agenda agenda = new Agenda();
        CoreTime time = new CoreTime(trace.nodes(), Math.multiplyExact(clients, coresPerClient), agenda::nowMs);
        List<HarvestClient> all = new ArrayList<>();
        HarvestCluster cluster = new HarvestCluster(rules, agenda, time, () -> {
            if (rules.hasBoard()) {
                all.forEach(HarvestClient::seek);
            }
        });
        Random random = new Random(seed);
        for (int i = 0; i < clients; i++) {
            all.add(new HarvestClient("job-" + i, coresPerClient, rules, cluster, agenda, random));
        }
        trace.changes().forEach(change -> agenda.at(change.atMs(), () -> cluster.change(change)));
        all.forEach(HarvestClient::seek);
        agenda.runUntil(trace.durationMs());
        return cluster.result();
    }
}
