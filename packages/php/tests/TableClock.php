<?php

declare(strict_types=1);

namespace KGiTON\Payments\Tests;

use KGiTON\Payments\Clock;

/** A clock that passes only while somebody sleeps, and then at once. */
final class TableClock implements Clock
{
    /** @var list<float> the delays in milliseconds, in order */
    public array $delays = [];
    private float $now;

    public function __construct(string $now = '2026-01-15T10:00:00Z', private readonly float $random = 0.5)
    {
        $this->now = (float) (new \DateTimeImmutable($now))->format('U.u');
    }

    public function now(): float
    {
        return $this->now;
    }

    public function sleep(float $seconds): void
    {
        $this->delays[] = round($seconds * 1000, 3);
        $this->now += $seconds;
    }

    public function random(): float
    {
        return $this->random;
    }
}
