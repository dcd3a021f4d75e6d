<?php

declare(strict_types=1);

namespace KGiTON\Payments\Internal;

use KGiTON\Payments\ClientRules;
use KGiTON\Payments\Clock;
use KGiTON\Payments\Exception\KGiTONException;
use KGiTON\Payments\Http\HttpResponse;
use KGiTON\Payments\Http\TransportException;

/** @internal */
final class RetryRule
{
    /** The forms of a date in RFC 9110, section 5.6.7. */
    private const DATES = ['D, d M Y H:i:s \G\M\T', 'l, d-M-y H:i:s \G\M\T', 'D M j H:i:s Y'];

    /** How long a response asks to wait, in seconds: RFC 9110, section 10.2.3, a number or a date. */
    public static function retryAfter(HttpResponse $response, Clock $clock): ?float
    {
        $value = trim($response->header('retry-after') ?? '');
        $seconds = is_numeric($value) ? (float) $value : self::untilDate($value, $clock);
        return $seconds > 0 ? $seconds : null;
    }

    /**
     * How long to wait before the next attempt, in seconds; null if there is none. As long as the server asks for,
     * otherwise exponential backoff with full jitter.
     */
    public static function delay(KGiTONException $error, int $attempt, Clock $clock): ?float
    {
        if (!self::isRetryable($error)) {
            return null;
        }
        if ($error->retryAfter !== null) {
            return $error->retryAfter > ClientRules::LONGEST_RETRY_AFTER ? null : $error->retryAfter;
        }
        $longest = min(ClientRules::LONGEST_BACKOFF, ClientRules::FIRST_BACKOFF * 2 ** ($attempt - 1));
        return $clock->random() * $longest / 1000;
    }

    /** Whether nothing changes until somebody fixes the certificate, the host name or the URL. */
    public static function isPermanent(KGiTONException $error): bool
    {
        $cause = $error->getPrevious();
        return $cause instanceof TransportException && $cause->isPermanent;
    }

    private static function isRetryable(KGiTONException $error): bool
    {
        return $error->statusCode === null
            ? !self::isPermanent($error)
            : in_array($error->statusCode, ClientRules::RETRYABLE_STATUSES, true);
    }

    private static function untilDate(string $value, Clock $clock): float
    {
        foreach (self::DATES as $format) {
            $date = \DateTimeImmutable::createFromFormat($format, $value, new \DateTimeZone('UTC'));
            if ($date !== false) {
                return $date->getTimestamp() - $clock->now();
            }
        }
        return 0.0;
    }
}
