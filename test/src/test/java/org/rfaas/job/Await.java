package org.rfaas.job;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what other processes do. */
final class Await {
    private Await() {}

    static void until(Duration patience, Supplier<String> what, BooleanSupplier condition) throws InterruptedException {
        long startNs = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - startNs > patience.toNanos()) {
                throw new AssertionError("not within " + patience + ": " + what.get());
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }
}
