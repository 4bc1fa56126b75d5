package org.rfaas.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.rfaas.lease.WaitingList.Waiting;

class WaitingListTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final LeaseBook book = new LeaseBook(0, new BookObserver() {});
    private final WaitingList<String> list = new WaitingList<>();
    private UserLimits limits = UserLimits.NONE;
    private long lastId;

    @Test
    void shouldServeAJobThatHoldsLessFirst() {
        node(4);
        grant(request("rich", 1));
        grant(request("rich", 1));
        list.add("rich-1", request("rich", 1), 0);
        list.add("poor-1", request("poor", 1), 0);
        list.add("poor-2", request("poor", 1), 0);
        assertThat(serve()).containsExactly("poor-1", "poor-2");
        assertThat(serve()).as("nothing is free").isEmpty();
        assertThat(list.size()).isEqualTo(1);
    }

    @Test
    void shouldTakeTurnsBetweenJobsWhoeverCameWithMore() {
        node(6);
        for (int i = 1; i <= 6; i++) {
            list.add("a" + i, request("a", 1), 0);
        }
        for (int i = 1; i <= 2; i++) {
            list.add("b" + i, request("b", 1), 0);
        }
        assertThat(serve()).containsExactly("a1", "b1", "a2", "b2", "a3", "a4");
    }

    @Test
    void shouldServeHigherPrioritiesFirst() {
        node(2);
        list.add("usual", request("a", 1), 0);
        list.add("urgent", request("a", 1).at(9), 0);
        list.add("other", request("b", 1).at(5), 0);
        assertThat(serve()).containsExactly("urgent", "other");
    }

    @Test
    void shouldServeTheJobOfHigherPriorityFirstThoughItHoldsMoreAndCameLater() {
        node(3);
        grant(request("rich", 2));
        list.add("usual", request("poor", 1), 0);
        list.add("urgent", request("rich", 1).at(9), 0);
        assertThat(serve()).containsExactly("urgent");
    }

    @Test
    void shouldServeWhoCameFirstAmongEqualsThoughHisJobWaitsForLess() {
        node(1);
        list.add("usual", request("a", 1), 0);
        list.add("first", request("b", 1).at(5), 0);
        list.add("second", request("a", 1).at(5), 0);
        assertThat(serve()).containsExactly("first");
    }

    @Test
    void shouldLetSmallRequestsOfOtherJobsPassOneThatDoesNotFit() {
        node(2);
        list.add("large", request("a", 4), 0);
        list.add("behind", request("a", 1), 0);
        list.add("small", request("b", 1), 0);
        assertThat(serve()).containsExactly("small");
    }

    @Test
    void shouldNotGiveAUserMoreThanHisLimit() {
        limits = new UserLimits(2, 10);
        node(4);
        list.add("1", request("a", 2).of("ada"), 0);
        list.add("2", request("b", 1).of("ada"), 0);
        list.add("3", request("c", 2).of("bob"), 0);
        assertThat(serve()).containsExactly("1", "3");
        assertThat(list.waitingOf("ada")).isEqualTo(1);
        assertThat(list.waitingOf("bob")).isZero();
    }

    @Test
    void shouldGiveUpAtTheDeadlineAndForgetWhoHasGone() {
        list.add("short", request("a", 1).waiting(Duration.ofSeconds(1)), 1000);
        list.add("long", request("a", 1), 1000);
        list.add("gone", request("b", 1), 1000);
        assertThat(list.expire(1999)).isEmpty();
        assertThat(list.expire(2000)).extracting(Waiting::ticket).containsExactly("short");
        assertThat(list.cancel("gone"::equals)).isTrue();
        assertThat(list.cancel("gone"::equals)).isFalse();
        assertThat(list.clear()).extracting(Waiting::ticket).containsExactly("long");
        assertThat(list.isEmpty()).isTrue();
    }

    private void node(int cores) {
        book.register(Leases.node("node", cores, 64 * Leases.GIB), List.of());
    }

    private static LeaseRequest request(String job, int cores) {
        return new LeaseRequest(job, cores, Leases.GIB, MINUTE).waiting(MINUTE);
    }

    private void grant(LeaseRequest request) {
        assertThat(book.grant(request, this::fresh, 0)).isNotEmpty();
    }

    private List<String> serve() {
        return list.serve(book, limits, this::fresh, 0).stream()
                .map(served -> served.waiting().ticket())
                .toList();
    }

    private LeaseId fresh() {
        return new LeaseId(++lastId);
    }
}
