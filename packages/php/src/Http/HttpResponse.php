<?php

declare(strict_types=1);

namespace KGiTON\Payments\Http;

/** A complete response. */
final class HttpResponse
{
    /** @var array<string, string> */
    private readonly array $headers;

    /** @param array<string, string> $headers with names in any case */
    public function __construct(
        public readonly int $status,
        public readonly string $body = '',
        array $headers = [],
    ) {
        $this->headers = array_change_key_case($headers);
    }

    /** The value of a header, whatever the case of its name. */
    public function header(string $name): ?string
    {
        return $this->headers[strtolower($name)] ?? null;
    }

    /** Whether the status is 2xx. */
    public function isSuccess(): bool
    {
        return $this->status >= 200 && $this->status < 300;
    }
}
