package org.rfaas.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.rfaas.function.FunctionBundle;
import org.rfaas.function.Invocation;
import org.rfaas.function.RemoteFunction;

/** Outside the function package, whose classes every worker has. */
class FunctionBundleTest {
    /** Reaches a helper, an interface of that helper, and a type that only a method descriptor mentions. */
    static final class Reaching implements RemoteFunction {
        @Override
        public int invoke(Invocation invocation) {
            return Reached.transform(invocation.inputBytes());
        }
    }

    interface Marker {}

    static final class Reached implements Marker {
        static int transform(int value) {
            return use(null) + value;
        }

        private static int use(Mentioned mentioned) {
            return mentioned == null ? 0 : 1;
        }
    }

    static final class Mentioned {}

    static final class Unrelated {}

    static final class WithALambda implements RemoteFunction {
        @Override
        public int invoke(Invocation invocation) {
            return IntStream.range(0, invocation.inputBytes())
                    .map(value -> value + 1)
                    .sum();
        }
    }

    @Test
    void shouldHoldWhatTheCodeReachesAndNothingElse() {
        FunctionBundle bundle = FunctionBundle.of(Reaching.class);

        assertThat(bundle.classes().keySet())
                .contains(
                        Reaching.class.getName(),
                        Reached.class.getName(),
                        Marker.class.getName(),
                        Mentioned.class.getName(),
                        FunctionBundleTest.class.getName()) // their nest's host
                .doesNotContain(Unrelated.class.getName(), RemoteFunction.class.getName());
        assertThat(bundle.classes().keySet()).noneMatch(name -> name.startsWith("org.junit"));
    }

    @Test
    void shouldHoldClassesNamedExplicitly() {
        assertThat(FunctionBundle.of(Reaching.class, Unrelated.class).classes()).containsKey(Unrelated.class.getName());
    }

    @Test
    void shouldCollectAFunctionOnce() {
        assertThat(FunctionBundle.of(Reaching.class)).isSameAs(FunctionBundle.of(Reaching.class));
    }

    @Test
    void shouldGiveEqualCodeEqualKeys() {
        assertThat(FunctionBundle.of(Reaching.class).key())
                .isEqualTo(FunctionBundle.of(Reaching.class, Reaching.class).key())
                .isNotEqualTo(FunctionBundle.of(WithALambda.class).key());
    }

    @Test
    void shouldSurviveEncodingAndDecoding() {
        FunctionBundle bundle = FunctionBundle.of(Reaching.class);

        FunctionBundle back = FunctionBundle.decode(bundle.encoded());

        assertThat(back.key()).isEqualTo(bundle.key());
        assertThat(back.mainClass()).isEqualTo(bundle.mainClass());
        assertThat(back.classes()).containsOnlyKeys(bundle.classes().keySet());
    }

    @Test
    void shouldRefuseLambdasAndAnonymousClasses() {
        RemoteFunction lambda = invocation -> 0;
        RemoteFunction anonymous = new RemoteFunction() {
            @Override
            public int invoke(Invocation invocation) {
                return 0;
            }
        };

        assertThatIllegalArgumentException()
                .isThrownBy(() -> FunctionBundle.of(lambda.getClass()))
                .withMessageContaining("named top-level or static nested class");
        assertThatIllegalArgumentException().isThrownBy(() -> FunctionBundle.of(anonymous.getClass()));
    }

    @Test
    void shouldRefuseEveryTruncationAndSurviveEveryDamage() {
        byte[] encoded = FunctionBundle.of(Reaching.class).encoded();
        for (int length = 0; length < encoded.length; length++) {
            byte[] truncated = Arrays.copyOf(encoded, length);
            assertThatIllegalArgumentException().isThrownBy(() -> FunctionBundle.decode(truncated));
        }
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            byte[] damaged = encoded.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            try {
                assertThat(FunctionBundle.decode(damaged).key())
                        .as("seed %d", seed)
                        .isNotEqualTo(FunctionBundle.of(Reaching.class).key());
            } catch (IllegalArgumentException expected) {
                assertThat(expected).hasMessageNotContaining("null");
            }
        }
    }
}
