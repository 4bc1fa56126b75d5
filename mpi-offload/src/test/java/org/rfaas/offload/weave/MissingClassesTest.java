package org.rfaas.offload.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Classes of which no file is found when a class that uses them is woven. */
final class MissingClassesTest {
    private static final String SOURCE = """
            import org.rfaas.offload.Offload;
            public class Loop {
                static Base make() { return @made@; }
                static void run(double[] y) {
                    for (@Offload int i = 0; i < y.length; i++) y[i] = i;
                }
            }
            class Base {}
            class Left extends Base {}
            """;

    @Test
    void shouldBeNamedWhereTheWovenClassCannotBeVerifiedWithoutThem() {
        assertThat(weaveAlone("new Left()").refusals()).singleElement().satisfies(refusal -> {
            assertThat(refusal.method()).isEqualTo("Loop.run");
            assertThat(refusal.message())
                    .isEqualTo(
                            "the class cannot be verified, for it uses Base, Left, not found on the class path or module"
                                    + " path; put it there");
        });
    }

    @Test
    void shouldNotMatterWhereNoneIsUsedAsAnother() {
        assertThat(weaveAlone("new Base()").isWoven()).isTrue();
    }

    private static WeaveResult weaveAlone(String made) {
        Map<String, byte[]> classes = new HashMap<>(Sources.compile("Loop", SOURCE.replace("@made@", made)));
        classes.keySet().retainAll(Set.of("Loop"));
        return Sources.weave(classes).get("Loop");
    }
}
