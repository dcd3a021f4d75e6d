<?php

declare(strict_types=1);

namespace KGiTON\Payments;

/** Real time and real randomness. */
final class SystemClock implements Clock
{
    public function now(): float
    {
        return microtime(true);
    }

    public function sleep(float $seconds): void
    {
        $end = hrtime(true) + $seconds * 1e9;
        // A signal that is handled ends usleep early.
        while (($rest = $end - hrtime(true)) > 0) {
            usleep(max(0, (int) ceil(min($rest / 1000, 60e6))));
        }
    }

    public function random(): float
    {
        return mt_rand() / (mt_getrandmax() + 1);
    }
}
