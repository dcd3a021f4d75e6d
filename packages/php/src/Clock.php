<?php

declare(strict_types=1);

namespace KGiTON\Payments;

/** The time and randomness that retries and waits use. Replaceable, so that tests need not wait. */
interface Clock
{
    /** Seconds since 1970-01-01T00:00:00Z. */
    public function now(): float;

    /** Returns after this many seconds. */
    public function sleep(float $seconds): void;

    /** A random number from 0 (inclusive) to 1 (exclusive). */
    public function random(): float;
}
