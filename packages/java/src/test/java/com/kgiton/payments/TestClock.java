package com.kgiton.payments;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Passes only while the client sleeps, and then at once. The timeout of an attempt is real. */
final class TestClock implements RetryClock {
    private final double random;
    private Instant now;
    final List<Double> delays = new ArrayList<>();

    TestClock() {
        this(Instant.parse("2026-01-15T10:00:00Z"), 0.5);
    }

    TestClock(Instant now, double random) {
        this.now = now;
        this.random = random;
    }

    @Override
    public synchronized Instant now() {
        return now;
    }

    @Override
    public synchronized void sleep(Duration duration) {
        delays.add(duration.toNanos() / 1e6);
        now = now.plus(duration);
    }

    @Override
    public double random() {
        return random;
    }
}
