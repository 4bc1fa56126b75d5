package org.rfaas.fabric.rdma;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkIdsTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 77, Integer.MAX_VALUE})
    void shouldTellQueuePairAndDirection(int key) {
        assertThat(WorkIds.isReceive(WorkIds.ofReceives(key))).isTrue();
        assertThat(WorkIds.key(WorkIds.ofReceives(key))).isEqualTo(key);
        long send = WorkIds.ofSend(key, 0xffff_ffffL);
        assertThat(WorkIds.isReceive(send)).isFalse();
        assertThat(WorkIds.key(send)).isEqualTo(key);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 5, 0x7fff_ffffL, 0x8000_0000L, 0xffff_ffffL, 0x1_0000_0000L, 0x7_ffff_fffeL})
    void shouldFindTheNumberNearAnother(long number) {
        for (long near : new long[] {Math.max(0, number - 8192), number, number + 8192}) {
            assertThat(WorkIds.number(WorkIds.ofSend(3, number), near)).isEqualTo(number);
        }
    }
}
