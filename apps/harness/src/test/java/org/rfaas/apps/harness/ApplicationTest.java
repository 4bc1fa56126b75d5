package org.rfaas.apps.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;

class ApplicationTest {
    @Command(name = "trouble")
    private static final class Trouble extends Application {
        Trouble(Ranks ranks) {
            super(ranks);
        }

        @Override
        protected Report run(Session session) throws RefusedException {
            if (session.options().isVerified()) {
                session.check(() -> {
                    throw new InputException("no input");
                });
            }
            throw new IllegalStateException("a mistake");
        }
    }

    /** Fails by an error of the virtual machine while it computes. */
    @Command(name = "trouble")
    private static final class Failing extends Application {
        private final Error error;

        Failing(Ranks ranks, Error error) {
            super(ranks);
            this.error = error;
        }

        @Override
        protected Report run(Session session) throws RefusedException {
            session.measure(() -> {
                throw error;
            });
            throw new IllegalStateException("not measured");
        }
    }

    /** Asks rank 0 for what it cannot do. */
    @Command(name = "trouble")
    private static final class Asking extends Application {
        private final AtomicInteger asked;

        Asking(Ranks ranks, AtomicInteger asked) {
            super(ranks);
            this.asked = asked;
        }

        @Override
        protected Report run(Session session) throws RefusedException {
            session.checkOnRankZero(() -> {
                asked.incrementAndGet();
                throw new InputException("rank " + session.ranks().rank() + " cannot write");
            });
            throw new IllegalStateException("not refused");
        }
    }

    @Test
    void shouldSayInOneLineThatMemoryDoesNotSufficeWhileItComputes() {
        ThreadRanks.Outcome outcome = ThreadRanks.run(
                1, ranks -> new Failing(ranks, new OutOfMemoryError("Java heap space")), "--offload", "off");
        assertThat(outcome.exitCode()).isEqualTo(Application.BAD_INPUT);
        assertThat(outcome.err()).isEqualTo("trouble: rank 0: " + Agreement.NO_MEMORY + "\n");
    }

    @Test
    void shouldShowWhereAnErrorComesFrom() {
        ThreadRanks.Outcome outcome =
                ThreadRanks.run(1, ranks -> new Failing(ranks, new StackOverflowError()), "--offload", "off");
        assertThat(outcome.exitCode()).isEqualTo(Application.FAILED);
        assertThat(outcome.err())
                .startsWith("trouble: rank 0: java.lang.StackOverflowError\n")
                .contains("at " + ApplicationTest.class.getName());
    }

    @Test
    void shouldNotTakeAThreadThatCannotBeMadeForDataThatDoNotFit() {
        Error error = new OutOfMemoryError("unable to create native thread");
        ThreadRanks.Outcome measured = ThreadRanks.run(1, ranks -> new Failing(ranks, error), "--offload", "off");
        assertThat(measured.exitCode()).isEqualTo(Application.FAILED);
        assertThat(measured.err())
                .startsWith("trouble: rank 0: " + error + "\n")
                .contains("at " + ApplicationTest.class.getName());
        Agreement agreement = new Agreement(Ranks.alone());
        assertThatThrownBy(() -> agreement.check(() -> {
                    throw error;
                }))
                .isSameAs(error);
    }

    @Test
    void shouldCheckOnRankZeroAloneWhatIsDoneThere() {
        AtomicInteger asked = new AtomicInteger();
        ThreadRanks.Outcome outcome = ThreadRanks.run(3, ranks -> new Asking(ranks, asked), "--offload", "off");
        assertThat(outcome.exitCode()).isEqualTo(Application.BAD_INPUT);
        assertThat(outcome.err()).isEqualTo("trouble: rank 0 cannot write\n");
        assertThat(asked).hasValue(1);
    }

    @Test
    void shouldRefuseToCompareWithNothing() {
        ThreadRanks.Outcome outcome = ThreadRanks.run(2, Trouble::new, "--offload", "off", "--compare");
        assertThat(outcome.exitCode()).isEqualTo(Application.BAD_INPUT);
        assertThat(outcome.err())
                .startsWith("trouble: --compare needs offloading")
                .hasLineCount(1);
    }

    @Test
    void shouldExitWithOneWhereTheProgramFails() {
        ThreadRanks.Outcome outcome = ThreadRanks.run(2, Trouble::new, "--offload", "off");
        assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(Application.FAILED);
        assertThat(outcome.err())
                .contains("trouble: rank 0: java.lang.IllegalStateException: a mistake")
                .contains("trouble: rank 1: java.lang.IllegalStateException: a mistake")
                .contains("at " + Trouble.class.getName() + ".run");
        assertThat(outcome.out()).isEmpty();
    }

    @Test
    void shouldExitWithTwoAndOneLineWhereTheInputIsWrong() {
        ThreadRanks.Outcome outcome = ThreadRanks.run(2, Trouble::new, "--offload", "off", "--verify");
        assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(Application.BAD_INPUT);
        assertThat(outcome.err()).isEqualTo("trouble: no input\n");
        ThreadRanks.Outcome misused = ThreadRanks.run(2, Trouble::new, "--offload", "often");
        assertThat(misused.exitCode()).isEqualTo(Application.BAD_INPUT);
        assertThat(misused.err().lines()).hasSize(1);
    }
}
