<?php

declare(strict_types=1);

namespace KGiTON\Payments;

/** An event that this version does not know. Acknowledge it with 200. */
final class UnknownEvent implements WebhookEvent
{
    /**
     * @internal
     *
     * @param string $event the type of event
     * @param array<string, mixed> $raw the JSON object as received
     */
    public function __construct(public readonly string $event, public readonly array $raw)
    {
    }

    /** @return array<string, mixed> the JSON object as received */
    public function jsonSerialize(): array
    {
        return $this->raw;
    }
}
