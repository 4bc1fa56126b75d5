package org.rfaas.lease;

import java.util.HashMap;
import java.util.Map;

/** Cores that jobs and users hold at the moment. One thread at a time. */
public final class HeldCores {
    private final Map<String, Integer> coresOfJobs = new HashMap<>();
    private final Map<String, Integer> coresOfUsers = new HashMap<>();

    HeldCores() {}

    public int ofJob(String jobId) {
        return coresOfJobs.getOrDefault(jobId, 0);
    }

    public int ofUser(String user) {
        return coresOfUsers.getOrDefault(user, 0);
    }

    void add(LeaseCertificate lease) {
        coresOfJobs.merge(lease.jobId(), lease.cores(), Integer::sum);
        coresOfUsers.merge(lease.user(), lease.cores(), Integer::sum);
    }

    void remove(LeaseCertificate lease) {
        subtract(coresOfJobs, lease.jobId(), lease.cores());
        subtract(coresOfUsers, lease.user(), lease.cores());
    }

    private static void subtract(Map<String, Integer> held, String name, int cores) {
        held.computeIfPresent(name, (_, before) -> before == cores ? null : before - cores);
    }
}
