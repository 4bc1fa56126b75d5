package org.rfaas.manager;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.rfaas.control.ControlMessage.Refused;
import org.rfaas.control.ControlMessage.Reply;
import org.rfaas.control.RefusalCode;
import org.rfaas.lease.CertificateSigner;
import org.rfaas.lease.LeaseId;
import org.rfaas.lease.LeaseRequest;
import org.rfaas.lease.Leases;
import org.rfaas.lease.UserLimits;

class WaitingRoomTest {
    private static final LeaseTerms TERMS = new LeaseTerms(Duration.ofHours(1), Duration.ofSeconds(5));
    private static final LeaseRequest REQUEST =
            new LeaseRequest("job", 1, Leases.GIB, Duration.ofMinutes(1)).waiting(Duration.ofMinutes(1));

    private final SharedBook book = new SharedBook(TERMS, InstantSource.system());
    private final WaitingRoom room =
            new WaitingRoom(new CertificateSigner(Leases.key("cluster")), book, UserLimits.NONE, LeaseId::random);
    private final List<Reply> answers = new ArrayList<>();

    @AfterEach
    void close() {
        room.close();
        book.close();
    }

    @Test
    void shouldTellThoseWhoWaitThatItShutsDown() {
        room.enter(new SilentSession(), REQUEST, answers::add);
        assertThat(answers).isEmpty();

        room.close();

        assertThat(answers).singleElement().satisfies(WaitingRoomTest::saysThatItShutsDown);
    }

    @Test
    void shouldTellThoseWhoComeLateThatItShutsDown() {
        room.close();

        room.enter(new SilentSession(), REQUEST, answers::add);

        assertThat(answers).singleElement().satisfies(WaitingRoomTest::saysThatItShutsDown);
    }

    private static void saysThatItShutsDown(Reply answer) {
        assertThat(answer)
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.code()).isEqualTo(RefusalCode.SHUTTING_DOWN));
    }
}
