package com.kgiton.payments;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/** The time and randomness that retries and waits use. Replaceable, so that tests need not wait. */
public interface RetryClock {
    /** The clock of the system. */
    RetryClock SYSTEM =
            new RetryClock() {
                @Override
                public Instant now() {
                    return Instant.now();
                }

                @Override
                public void sleep(Duration duration) throws InterruptedException {
                    Thread.sleep(duration.toMillis());
                }

                @Override
                public double random() {
                    return ThreadLocalRandom.current().nextDouble();
                }
            };

    /** Returns the current time. */
    Instant now();

    /**
     * Returns after this duration.
     *
     * @throws InterruptedException if the thread is interrupted, which ends the call
     */
    void sleep(Duration duration) throws InterruptedException;

    /** Returns a number from 0 (inclusive) to 1 (exclusive). */
    double random();
}
