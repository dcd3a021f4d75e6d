<?php

declare(strict_types=1);

namespace KGiTON\Payments\Laravel\Testing;

use Illuminate\Support\Carbon;
use KGiTON\Payments\Clock;

/**
 * Laravel's time, which a test may travel through. To sleep takes none.
 *
 * @internal
 */
final class FakeClock implements Clock
{
    private float $slept = 0.0;

    public function now(): float
    {
        return Carbon::now()->getPreciseTimestamp() / 1e6 + $this->slept;
    }

    public function sleep(float $seconds): void
    {
        $this->slept += $seconds;
    }

    public function random(): float
    {
        return 0.5;
    }
}
