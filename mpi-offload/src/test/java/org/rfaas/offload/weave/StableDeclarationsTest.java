package org.rfaas.offload.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rfaas.offload.plan.Access;
import org.rfaas.offload.woven.ArrayUse;
import org.rfaas.offload.woven.LoopDescriptor;

/** Which arrays of a loop are stable: those that the source declares so, and no others. */
final class StableDeclarationsTest {
    private static final String CLASS = "Stable";

    /** Of each loop the array that is only read; a name tells whether it is stable. */
    private static final String SOURCE = """
            import org.rfaas.offload.*;
            class Stable extends Above implements Tables {
                static void parameter(@In(stable = true) double[] kept, double[] y) {
                    for (@Offload int i = 0; i < y.length; i++) y[i] += kept[i];
                }
                static void slotOfOther(double[] p, double[] q, double[] y) {
                    { @In(stable = true) double[] kept = p; for (@Offload int i = 0; i < y.length; i++) y[i] += kept[i]; }
                    { double[] other = q; for (@Offload int i = 0; i < y.length; i++) y[i] += other[i]; }
                }
                static void slotOfEarlier(double[] p, double[] q, double[] y) {
                    { double[] other = q; for (@Offload int i = 0; i < y.length; i++) y[i] += other[i]; }
                    { @In(stable = true) double[] kept = p; for (@Offload int i = 0; i < y.length; i++) y[i] += kept[i]; }
                }
                static void assignedTwice(double[] p, double[] q, double[] y) {
                    @In(stable = true) double[] kept;
                    if (y.length > 3) kept = p; else kept = q;
                    for (@Offload int i = 0; i < y.length; i++) y[i] += kept[i];
                }
                @In(stable = true) double[] keptField;
                double[] field;
                void own(double[] y) { for (@Offload int i = 0; i < y.length; i++) y[i] += keptField[i]; }
                void other(double[] y) { for (@Offload int i = 0; i < y.length; i++) y[i] += field[i]; }
                void inherited(double[] y) { for (@Offload int i = 0; i < y.length; i++) y[i] += keptAbove[i]; }
                void ofInterface(double[] y) { for (@Offload int i = 0; i < y.length; i++) y[i] += Stable.KEPT[i]; }
            }
            class Above { @In(stable = true) double[] keptAbove; }
            interface Tables { @In(stable = true) double[] KEPT = {1, 2}; }
            """;

    private static final List<Boolean> EXPECTED =
            List.of(true, true, false, false, true, true, true, false, true, true);

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"-g", "-g:none"})
    void shouldBeThoseDeclaredInTheScopeOfTheLoop(String debug) {
        assertThat(stable(Sources.compile(CLASS, SOURCE, debug))).isEqualTo(EXPECTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-g", "-g:none"})
    void shouldBeTheSameWithEclipse(String debug) throws Exception {
        assertThat(stable(Sources.compileWithEclipse(directory, CLASS, SOURCE, debug)))
                .isEqualTo(EXPECTED);
    }

    @Test
    void shouldNotBeDeclaredInTheLoop() {
        String source = """
                import org.rfaas.offload.*;
                class Stable {
                    static void rows(double[][] m, double[] y) {
                        for (@Offload int i = 0; i < y.length; i++) {
                            @In(stable = true) double[] row = m[i];
                            y[i] = row[0];
                        }
                    }
                }
                """;
        assertThat(Sources.weave(Sources.compile(CLASS, source, "-g"))
                        .get(CLASS)
                        .refusals())
                .singleElement()
                .satisfies(refusal -> {
                    assertThat(refusal.message())
                            .contains("'row' is declared in the offloaded loop")
                            .contains("annotate the array it comes from");
                    assertThat(refusal.line()).isIn(5, 6);
                });
    }

    /** What compilers put in front of a constructor's parameters, and behind them, does not move the annotation. */
    private static final String CONSTRUCTORS = """
            import org.rfaas.offload.*;
            class Stable {
                class Inner {
                    Inner(double[] x, @In(stable = true) double[] kept, double[] y) {
                        for (@Offload int i = 0; i < 9; i++) y[i] += x[i] + kept[i];
                    }
                }
                static class Nested {
                    Nested(double[] x, @In(stable = true) double[] kept, double[] y) {
                        for (@Offload int i = 0; i < 9; i++) y[i] += x[i] + kept[i];
                    }
                }
                enum Constant {
                    ONE(1, null, null, null);
                    Constant(long k, double[] x, @In(stable = true) double[] kept, double[] y) {
                        if (y != null) for (@Offload int i = 0; i < 9; i++) y[i] += x[i] + kept[i];
                    }
                }
                static Object ofNoInstance(double[] y, long k) {
                    class Local {
                        Local(double[] x, @In(stable = true) double[] kept) {
                            for (@Offload int i = 0; i < 9; i++) y[i] += x[i] + kept[i] + k;
                        }
                    }
                    return new Local(y, y);
                }
            }
            """;

    private static final String RECORD = """
            import org.rfaas.offload.*;
            record Stable(double[] x, @In(stable = true) double[] kept) {
                Stable {
                    for (@Offload int i = 0; i < 9; i++) x[i] += kept[i];
                }
            }
            """;

    private static final String LOCAL = """
            import org.rfaas.offload.*;
            class Stable {
                Object ofInstance(double[] y, long k) {
                    class Local {
                        Local(double[] x, @In(stable = true) double[] kept) {
                            for (@Offload int i = 0; i < 9; i++) y[i] += x[i] + kept[i] + k;
                        }
                    }
                    return new Local(y, y);
                }
            }
            """;

    @ParameterizedTest
    @ValueSource(strings = {"-g", "-parameters"})
    void shouldBeTheParameterOfAConstructor(String option) {
        requireOnlyKeptIsStable(Sources.compile(CLASS, CONSTRUCTORS, "-g", option), 4);
        requireOnlyKeptIsStable(Sources.compile(CLASS, RECORD, "-g", option), 1);
        requireOnlyKeptIsStable(Sources.compile(CLASS, LOCAL, "-g", option), 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-g", "-parameters"})
    void shouldBeTheParameterOfAConstructorWithEclipse(String option) throws Exception {
        requireOnlyKeptIsStable(Sources.compileWithEclipse(directory, CLASS, CONSTRUCTORS, "-g", option), 4);
    }

    @Test
    void shouldBeTheParameterOfALocalClassWithEclipseIfTheClassFileTellsWhichItIs() throws Exception {
        requireOnlyKeptIsStable(Sources.compileWithEclipse(directory, CLASS, LOCAL, "-g", "-parameters"), 1);
    }

    @Test
    void shouldNotBeGuessedForALocalClassWithEclipse() throws Exception {
        Map<String, byte[]> classes = Sources.compileWithEclipse(directory, CLASS, LOCAL, "-g");
        assertThat(Sources.weave(classes).get("Stable$1Local").refusals())
                .singleElement()
                .satisfies(refusal -> assertThat(refusal.message()).contains("compile with -parameters"));
    }

    @Test
    void shouldNotBeGuessedForALambda() {
        String source = """
                import org.rfaas.offload.*;
                class Stable {
                    interface Step { void run(double[] x, double[] y); }
                    static Step step(double[] y) {
                        return (double[] x, @In(stable = true) double[] kept) -> {
                            for (@Offload int i = 0; i < 9; i++) y[i] += x[i] + kept[i];
                        };
                    }
                }
                """;
        assertThat(Sources.weave(Sources.compile(CLASS, source, "-g"))
                        .get(CLASS)
                        .refusals())
                .singleElement()
                .satisfies(refusal -> assertThat(refusal.message()).contains("parameter of a lambda"));
    }

    private static void requireOnlyKeptIsStable(Map<String, byte[]> classes, int loops) {
        List<LoopDescriptor> all = Sources.weave(classes).values().stream()
                .peek(result -> assertThat(result.refusals()).isEmpty())
                .flatMap(result -> result.loops().stream())
                .toList();
        assertThat(all)
                .hasSize(loops)
                .allSatisfy(loop -> assertThat(loop.arrays())
                        .allSatisfy(array -> assertThat(array.isStable())
                                .isEqualTo(array.name().equals("kept"))));
    }

    private static List<Boolean> stable(Map<String, byte[]> classes) {
        WeaveResult woven = Sources.weave(classes).get(CLASS);
        assertThat(woven.refusals()).isEmpty();
        return woven.loops().stream()
                .map(StableDeclarationsTest::isReadArrayStable)
                .toList();
    }

    private static boolean isReadArrayStable(LoopDescriptor loop) {
        ArrayUse read = loop.uses().stream()
                .filter(use -> use.access() == Access.READ)
                .findFirst()
                .orElseThrow();
        return loop.arrays().get(read.array()).isStable();
    }
}
