<?php

declare(strict_types=1);

namespace KGiTON\Payments\Internal;

use KGiTON\Payments\Http\HttpResponse;

/** @internal */
final class ResponseBody
{
    /** How much of another body the message shows, in characters. */
    private const SHOWN = 100;

    /**
     * The JSON object of a response, with `success` for a 2xx status and `code` for an error.
     *
     * @return array<mixed>
     *
     * @throws UnexpectedBodyException if it is not what the contract promises
     */
    public static function read(HttpResponse $response, Redactor $redactor): array
    {
        $body = self::decode($response->body) ?? [];
        if ($response->isSuccess() ? ($body['success'] ?? null) === true : is_string($body['code'] ?? null)) {
            return $body;
        }
        throw new UnexpectedBodyException(self::describe($response, $redactor));
    }

    /**
     * The value of a JSON text as other languages read it: without a byte order mark, and with U+FFFD for what is no
     * UTF-8. Null if it is not an object or a list.
     *
     * @return array<mixed>|null
     */
    public static function decode(string $text): ?array
    {
        $json = str_starts_with($text, "\xef\xbb\xbf") ? substr($text, 3) : $text;
        $value = json_decode($json, true, 512, JSON_INVALID_UTF8_SUBSTITUTE);
        return is_array($value) ? $value : null;
    }

    private static function describe(HttpResponse $response, Redactor $redactor): string
    {
        $location = $response->header('location');
        if ($location !== null && $location !== '') {
            return "a redirect to {$location}";
        }
        if ($response->body === '') {
            return 'an empty body';
        }
        // A whole character has at most four bytes. Redacted before it is cut: half a key would not be recognized.
        $start = substr($redactor->redact(substr($response->body, 0, 4096)), 0, 4 * self::SHOWN);
        $flags = JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_INVALID_UTF8_SUBSTITUTE;
        $match = [];
        // It matches nothing if the text is not UTF-8.
        preg_match('/^.{0,' . self::SHOWN . '}/us', $start, $match);
        return (string) json_encode($match[0] ?? substr($start, 0, self::SHOWN), $flags);
    }
}
