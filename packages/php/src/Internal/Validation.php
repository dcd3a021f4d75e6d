<?php

declare(strict_types=1);

namespace KGiTON\Payments\Internal;

use KGiTON\Payments\ClientRules;
use KGiTON\Payments\Contract;

/**
 * Checks options. No message quotes what may be or contain a key.
 *
 * @internal
 */
final class Validation
{
    public static function apiKey(#[\SensitiveParameter] string $apiKey): string
    {
        if (preg_match('/^[\x21-\x7e]+$/D', $apiKey) === 1) {
            return $apiKey;
        }
        $apiKey = '';
        throw new \InvalidArgumentException('Expected apiKey as KGiTON issued it (kgiton_...), without whitespace.');
    }

    /** The base URL without a slash at its end. */
    public static function baseUrl(#[\SensitiveParameter] string $baseUrl): string
    {
        if (preg_match('~^https?://[^\s/?#@]+(/[^\s?#@]*)?$~Di', $baseUrl) === 1 && parse_url($baseUrl) !== false) {
            return preg_replace('~/$~D', '', $baseUrl) ?? '';
        }
        $baseUrl = '';
        throw new \InvalidArgumentException('Expected an http or https baseUrl without user, query and fragment.');
    }

    /**
     * The headers with names in lower case, without an API key.
     *
     * @param array<mixed> $headers
     *
     * @return array<string, string>
     */
    public static function headers(#[\SensitiveParameter] array $headers): array
    {
        $checked = [];
        foreach ($headers as $name => $value) {
            if (
                preg_match('/^[!#$%&\'*+.^_`|~0-9A-Za-z-]+$/D', (string) $name) !== 1
                || !is_string($value)
                || preg_match('/[\x00\r\n]/', $value) !== 0
            ) {
                $headers = $checked = [];
                $value = '';
                throw new \InvalidArgumentException('Expected headers that HTTP allows.');
            }
            $checked += [strtolower((string) $name) => $value];
        }
        unset($checked[strtolower(Contract::API_KEY_HEADER)]);
        return $checked;
    }

    public static function seconds(string $name, float $value): float
    {
        return self::range($name, $value, 0.001, ClientRules::LONGEST_TIMEOUT / 1000);
    }

    public static function maxRetries(int $value): int
    {
        return (int) self::range('maxRetries', $value, 0, ClientRules::HIGHEST_MAX_RETRIES);
    }

    /** The transaction id as a segment of a path. */
    public static function pathSegment(string $transactionId): string
    {
        // URLs drop the segments `.` and `..`, however they are encoded: the request would reach another path.
        if (preg_match('/^\.{0,2}$/D', $transactionId) === 0 && preg_match('//u', $transactionId) === 1) {
            return rawurlencode($transactionId);
        }
        $got = json_encode($transactionId, JSON_INVALID_UTF8_SUBSTITUTE);
        throw new \InvalidArgumentException(
            "Expected the transaction id of a payment, a string that is not empty, '.' or '..'; got {$got}.",
        );
    }

    private static function range(string $name, float $value, float $lowest, float $highest): float
    {
        if ($value >= $lowest && $value <= $highest) {
            return $value;
        }
        throw new \InvalidArgumentException("Expected {$name} from {$lowest} to {$highest}, got {$value}.");
    }
}
