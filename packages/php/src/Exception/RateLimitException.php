<?php

declare(strict_types=1);

namespace KGiTON\Payments\Exception;

/** 429: too many requests, even after the retries. `retryAfter` says how long to wait, if the server does. */
final class RateLimitException extends KGiTONException
{
}
