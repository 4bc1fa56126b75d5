package org.rfaas.fabric.rdma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rfaas.fabric.FabricException;
import org.rfaas.fabric.QueuePairOptions;

class HelloTest {
    /** What rdma_cm leaves of a connect request's private data. */
    private static final int CONNECT_BYTES = 56;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, Hello.MAX_PRIVATE_DATA_BYTES})
    void shouldSurviveThePaddingOfTheConnectionManager(int length) {
        byte[] data = new byte[length];
        new Random(length).nextBytes(data);

        byte[] encoded = new Hello(QueuePairOptions.MAX_DEPTH, QueuePairOptions.MAX_MESSAGE_BYTES, data).encode();
        assertThat(encoded.length).isLessThanOrEqualTo(CONNECT_BYTES);
        Hello decoded = Hello.decode(Arrays.copyOf(encoded, CONNECT_BYTES));

        assertThat(decoded.depth()).isEqualTo(QueuePairOptions.MAX_DEPTH);
        assertThat(decoded.maxMessageBytes()).isEqualTo(QueuePairOptions.MAX_MESSAGE_BYTES);
        assertThat(decoded.privateData()).isEqualTo(data);
    }

    @Test
    void shouldRefuseWhatIsNotOurs() {
        byte[] good = new Hello(4, 0, new byte[8]).encode();
        for (int broken = 0; broken < 3; broken++) { // magic, version, length
            byte[] bytes = good.clone();
            bytes[broken] ^= 0x55;
            assertThatExceptionOfType(FabricException.class).isThrownBy(() -> Hello.decode(bytes));
        }
        assertThatExceptionOfType(FabricException.class).isThrownBy(() -> Hello.decode(Arrays.copyOf(good, 7)));
        assertThatExceptionOfType(FabricException.class).isThrownBy(() -> Hello.decode(new byte[0]));
    }

    @Test
    void shouldNeverFailOtherwiseOnRandomBytes() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            byte[] bytes = new byte[random.nextInt(CONNECT_BYTES + 1)];
            random.nextBytes(bytes);
            try {
                assertThat(Hello.decode(bytes).privateData().length)
                        .as("seed %d", seed)
                        .isLessThan(CONNECT_BYTES);
            } catch (FabricException e) {
                assertThat(e.getMessage()).as("seed %d", seed).contains("peer");
            }
        }
    }

    @Test
    void shouldCutAReasonThatIsTooLong() {
        assertThat(Hello.decodeReason(Hello.encodeReason("no free worker"))).isEqualTo("no free worker");
        assertThat(Hello.encodeReason("full ".repeat(1000)).length).isLessThanOrEqualTo(148);
        assertThat(Hello.decodeReason(Hello.encodeReason("full ".repeat(1000)))).startsWith("full full");
        assertThat(Hello.decodeReason(new byte[148])).isEqualTo("no reason given");
    }
}
