package org.rfaas.offload.weave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rfaas.offload.woven.WovenLoop;

/** Loops that end at a {@code long}, which may be one that no {@code int} reaches: an exception ends them. */
final class LongBoundsTest {
    private static final int N = 40;
    private static final String WRAPS = "its variable wraps around";
    private static final String SOURCE = """
            import org.rfaas.offload.Offload;
            public class Bounds {
                public static void up(double[] y, long last) { for (@Offload int i = 0; i <= last; i++) y[i] = i; }
                public static void down(double[] y, long last) { for (@Offload int i = y.length - 1; i >= last; i--) y[i] = i; }
                public static void below(double[] y, long end) { for (@Offload int i = 0; i < end; i++) y[i] = i; }
            }
            """;

    private final StripeRuntime runtime = new StripeRuntime(3);
    private final double[] y = new double[N];

    @BeforeEach
    void install() {
        WovenLoop.install(runtime);
    }

    @AfterEach
    void uninstall() {
        WovenLoop.uninstall(runtime);
    }

    @Test
    void shouldShareLoopsThatReachTheirBound() throws Exception {
        Class<?> bounds = bounds();
        call(bounds, "up", N - 1L);
        call(bounds, "down", 0);
        call(bounds, "below", N);
        call(bounds, "up", -1);
        call(bounds, "down", N);
        assertThat(runtime.inOrder).isEmpty();
        assertThat(runtime.shared).isEqualTo(3);
    }

    @Test
    void shouldTellTheRuntimeOfLoopsThatOnlyAnExceptionEnds() throws Exception {
        Class<?> bounds = bounds();
        for (String name : new String[] {"up", "below"}) {
            for (long bound : new long[] {Long.MAX_VALUE, Long.MAX_VALUE - 1}) {
                runtime.inOrder.clear();
                assertFails(bounds, name, bound);
                assertThat(runtime.inOrder).as("%s to %d", name, bound).containsExactly(WRAPS);
            }
        }
        for (long bound : new long[] {Long.MIN_VALUE, Long.MIN_VALUE + 1}) {
            runtime.inOrder.clear();
            assertFails(bounds, "down", bound);
            assertThat(runtime.inOrder).as("down to %d", bound).containsExactly(WRAPS);
        }
    }

    private void assertFails(Class<?> bounds, String name, long bound) {
        assertThatThrownBy(() -> call(bounds, name, bound))
                .isInstanceOf(InvocationTargetException.class)
                .hasCauseInstanceOf(ArrayIndexOutOfBoundsException.class);
    }

    private void call(Class<?> bounds, String name, long bound) throws ReflectiveOperationException {
        bounds.getMethod(name, double[].class, long.class).invoke(null, y, bound);
    }

    private static Class<?> bounds() throws ClassNotFoundException {
        Map<String, byte[]> classes = Sources.compile("Bounds", SOURCE, "-g");
        return Sources.loadWoven(Sources.weave(classes)).loadClass("Bounds");
    }
}
