<?php

declare(strict_types=1);

namespace KGiTON\Payments;

/** An event that KGiTON has sent, with its JSON object as it is. Later versions of the contract may add events. */
interface WebhookEvent extends \JsonSerializable
{
}
