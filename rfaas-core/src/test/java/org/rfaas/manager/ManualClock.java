package org.rfaas.manager;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import org.rfaas.lease.Leases;

/** A clock that moves when told to. */
public final class ManualClock implements InstantSource {
    private final AtomicLong nowMs = new AtomicLong(Leases.NOW_MS);

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(nowMs.get());
    }

    public void advance(Duration by) {
        nowMs.addAndGet(by.toMillis());
    }
}
