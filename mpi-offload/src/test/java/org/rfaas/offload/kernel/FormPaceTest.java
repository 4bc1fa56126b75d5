package org.rfaas.offload.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Which form of a body runs, with two made-up ones. */
final class FormPaceTest {
    private static final int ITERATIONS = 1000;

    private final FormPace one = new FormPace();
    private final FormPace other = new FormPace();
    private long spentOnOneNs;
    private long spentOnOtherNs;

    /** Runs whichever form is next for so long. */
    private void runFor(long ns, double oneNsPerIteration, double otherNsPerIteration) {
        long endNs = spentOnOneNs + spentOnOtherNs + ns;
        while (spentOnOneNs + spentOnOtherNs < endNs) {
            boolean isOne = FormPace.next(one, other) == one;
            int share = (isOne ? one : other).end(isOne ? other : one, 0, ITERATIONS);
            long runNs = (long) (share * (isOne ? oneNsPerIteration : otherNsPerIteration));
            (isOne ? one : other).observe(runNs, share);
            spentOnOneNs += isOne ? runNs : 0;
            spentOnOtherNs += isOne ? 0 : runNs;
        }
    }

    @Test
    void theFasterFormHasNearlyAllOfTheTime() {
        runFor(300_000_000, 2, 1);
        long before = spentOnOneNs;
        runFor(1_000_000_000, 2, 1);
        assertEquals(0.02, (spentOnOneNs - before) / 1e9, 0.005);
    }

    @Test
    void aFormThatIsFarBehindIsTriedForShort() {
        runFor(300_000_000, 1, 100_000); // a run of the slow one takes 100 ms
        long before = spentOnOtherNs;
        runFor(200_000_000, 1, 100_000);
        assertEquals(0.02, (spentOnOtherNs - before) / 200e6, 0.005);
        long beforeItIsCompiled = spentOnOtherNs;
        runFor(150_000_000, 1, 0.5);
        assertTrue(spentOnOtherNs - beforeItIsCompiled > 50_000_000, "it is found when it is compiled");
    }

    @Test
    void theFasterFormRunsTheWholeAfterADisturbance() {
        runFor(300_000_000, 1, 4);
        one.observe(50_000_000, ITERATIONS);
        assertEquals(ITERATIONS, one.end(other, 0, ITERATIONS));
    }

    @Test
    void aFormThatIsCompiledLateIsFoundSoon() {
        runFor(200_000_000, 2, 50); // all of its warm-up in the interpreter
        long before = spentOnOtherNs;
        runFor(300_000_000, 2, 1);
        assertTrue(spentOnOtherNs - before > 200_000_000, () -> "it had " + (spentOnOtherNs - before) + " ns");
    }
}
