<?php

declare(strict_types=1);

namespace KGiTON\Payments\Http;

/**
 * What curl has received of a response so far.
 *
 * @internal
 */
final class ReceivedResponse
{
    public string $head = '';
    public string $body = '';
}
