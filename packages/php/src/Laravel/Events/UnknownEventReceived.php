<?php

declare(strict_types=1);

namespace KGiTON\Payments\Laravel\Events;

use KGiTON\Payments\UnknownEvent;

/** KGiTON has sent an event that this version does not know. It has been acknowledged, and may arrive more than once. */
final class UnknownEventReceived
{
    public function __construct(public readonly UnknownEvent $event)
    {
    }
}
