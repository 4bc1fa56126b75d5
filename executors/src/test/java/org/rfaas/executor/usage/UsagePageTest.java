package org.rfaas.executor.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.rfaas.accounting.Usage;
import org.rfaas.lease.LeaseRequest;

@Timeout(60)
class UsagePageTest {
    /** Sparse: it takes no room until it is read. */
    private static final long GIB_64 = 64L << 30;

    @Test
    void shouldNotReadWhatItsExecutorHasMadeOfIt(@TempDir Path folder) throws IOException {
        Path path = folder.resolve("page");
        UsagePage.create(path, 1);
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(GIB_64);
        }
        try (UsagePage page = UsagePage.open(path)) {
            assertThat(page.workers()).isEqualTo(LeaseRequest.MAX_CORES);
            assertThat(page.total()).isEqualTo(Usage.NONE);
        }
    }
}
