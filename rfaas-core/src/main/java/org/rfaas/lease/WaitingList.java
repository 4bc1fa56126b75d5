package org.rfaas.lease;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.PriorityQueue;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Requests that wait for capacity, each until its deadline. Within a job the higher priority goes first, then who came
 * first. Between jobs the higher priority goes first, then the job that holds fewer cores, then who came first. A request
 * that does not fit holds up its own job only: smaller ones of other jobs pass it, so no core lies idle for its sake. One
 * thread at a time; times are milliseconds since the epoch.
 *
 * @param <T> what its owner knows a request by
 */
public final class WaitingList<T> {
    /** A request that waits. */
    public record Waiting<T>(T ticket, LeaseRequest request, long sinceMs, long arrival) {
        long deadlineMs() {
            return sinceMs + request.patience().toMillis();
        }
    }

    /** A request that has waited long enough. */
    public record Served<T>(Waiting<T> waiting, List<LeaseCertificate> leases) {}

    private static final Comparator<Waiting<?>> WITHIN_A_JOB = Comparator.<Waiting<?>>comparingInt(
                    waiting -> -waiting.request().priority())
            .thenComparingLong(Waiting::arrival);

    private final Map<String, NavigableSet<Waiting<T>>> jobs = new LinkedHashMap<>();
    private final Map<String, Integer> waitingOfUsers = new HashMap<>();
    private long arrivals;

    public boolean isEmpty() {
        return jobs.isEmpty();
    }

    /** How many requests of a user wait. */
    public int waitingOf(String user) {
        return waitingOfUsers.getOrDefault(user, 0);
    }

    /** How many requests wait. */
    public int size() {
        return waitingOfUsers.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Lets a request wait. */
    public void add(T ticket, LeaseRequest request, long nowMs) {
        Waiting<T> waiting = new Waiting<>(ticket, request, nowMs, arrivals++);
        jobs.computeIfAbsent(request.jobId(), _ -> new TreeSet<>(WITHIN_A_JOB)).add(waiting);
        waitingOfUsers.merge(request.user(), 1, Integer::sum);
    }

    /** Forgets requests that nobody waits for any more; says whether there were any. */
    public boolean cancel(Predicate<T> gone) {
        return !take(waiting -> gone.test(waiting.ticket())).isEmpty();
    }

    /** Gives up requests whose deadline has come. */
    public List<Waiting<T>> expire(long nowMs) {
        return take(waiting -> waiting.deadlineMs() <= nowMs);
    }

    /** Gives up all requests. */
    public List<Waiting<T>> clear() {
        return take(_ -> true);
    }

    private List<Waiting<T>> take(Predicate<Waiting<T>> which) {
        List<Waiting<T>> taken = new ArrayList<>();
        for (NavigableSet<Waiting<T>> job : jobs.values()) {
            job.stream().filter(which).forEach(taken::add);
        }
        taken.forEach(this::remove);
        return taken;
    }

    private void remove(Waiting<T> waiting) {
        String jobId = waiting.request().jobId();
        jobs.computeIfPresent(jobId, (_, job) -> {
            job.remove(waiting);
            return job.isEmpty() ? null : job;
        });
        waitingOfUsers.computeIfPresent(waiting.request().user(), (_, count) -> count == 1 ? null : count - 1);
    }

    /**
     * Grants what can be granted now, in the order above.
     *
     * @param limits of users; who has reached them waits on
     */
    public List<Served<T>> serve(LeaseBook book, UserLimits limits, Supplier<LeaseId> fresh, long nowMs) {
        List<Served<T>> served = new ArrayList<>();
        PriorityQueue<NavigableSet<Waiting<T>>> turn = new PriorityQueue<>(betweenJobs(book.heldCores()));
        turn.addAll(jobs.values());
        while (!turn.isEmpty() && book.nodes().mostFreeCores() > 0) {
            NavigableSet<Waiting<T>> job = turn.remove();
            Waiting<T> next = job.first();
            List<LeaseCertificate> leases = limits.permits(next.request(), book.heldCores())
                    ? book.grant(next.request(), fresh, nowMs)
                    : List.of();
            if (!leases.isEmpty()) {
                served.add(new Served<>(next, leases));
                remove(next);
                if (!job.isEmpty()) {
                    turn.add(job); // with what it holds now
                }
            }
        }
        return served;
    }

    private static <T> Comparator<NavigableSet<Waiting<T>>> betweenJobs(HeldCores held) {
        return Comparator.<NavigableSet<Waiting<T>>>comparingInt(
                        job -> -job.first().request().priority())
                .thenComparingInt(job -> held.ofJob(job.first().request().jobId()))
                .thenComparingLong(job -> job.first().arrival());
    }
}
