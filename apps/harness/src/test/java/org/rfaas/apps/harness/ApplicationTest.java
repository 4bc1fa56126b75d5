package org.rfaas.apps.harness;

import static org.assertj.core.api.Assertions.assertThat;

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
