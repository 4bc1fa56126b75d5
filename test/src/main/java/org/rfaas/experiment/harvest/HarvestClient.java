package org.rfaas.experiment.harvest;

import java.util.Random;

/**
 * A job that has work for so many cores and seeks leases until it has them: with a board when it shows free cores, without
 * one by asking again, ever more rarely.
 */
final class HarvestClient {
    private final String jobId;
    private final int wantedCores;
    private final HarvestRules rules;
    private final HarvestCluster cluster;
    private final Agenda agenda;
    private final Random random;
    private int heldCores;
    private long retryMs;

    /** Whether it has put down when to look or ask next. */
    private boolean isSeeking;

    HarvestClient(
            String jobId, int wantedCores, HarvestRules rules, HarvestCluster cluster, Agenda agenda, Random random) {
        this.jobId = jobId;
        this.wantedCores = wantedCores;
        this.rules = rules;
        this.cluster = cluster;
        this.agenda = agenda;
        this.random = random;
        this.retryMs = rules.retryMin().toMillis();
    }

    String jobId() {
        return jobId;
    }

    /** Looks for cores soon, unless it has enough or does so already. */
    void seek() {
        if (lacksCores() && !isSeeking) {
            isSeeking = true;
            agenda.after(random.nextLong(1 + rules.look().toMillis()), rules.hasBoard() ? this::look : this::ask);
        }
    }

    private boolean lacksCores() {
        return heldCores + rules.leaseCores() <= wantedCores;
    }

    private void look() {
        if (cluster.hasRoom()) {
            agenda.after(rules.request().toMillis(), this::ask);
        } else {
            isSeeking = false; // until the board moves
        }
    }

    private void ask() {
        isSeeking = false;
        if (!lacksCores()) {
            return;
        }
        if (cluster.grant(this)) {
            heldCores += rules.leaseCores();
            retryMs = rules.retryMin().toMillis();
            askAgain(rules.request().toMillis());
        } else if (!rules.hasBoard()) {
            askAgain(retryMs);
            retryMs = Math.min(2 * retryMs, rules.retryMax().toMillis());
        }
    }

    private void askAgain(long afterMs) {
        if (lacksCores()) {
            isSeeking = true;
            agenda.after(afterMs, rules.hasBoard() ? this::look : this::ask);
        }
    }

    /** A lease is of no use any more. */
    void lost() {
        heldCores -= rules.leaseCores();
        seek();
    }
}
