<?php

declare(strict_types=1);

namespace KGiTON\Payments;

/** Options of one call. Omitted ones default to those of the {@see KGiTON} instance. */
final class RequestOptions
{
    /**
     * @param float|null $timeout how long one attempt may take, in seconds
     * @param int|null $maxRetries how often the request is retried
     * @param array<string, string> $headers additional headers; they cannot replace the API key
     */
    public function __construct(
        public readonly ?float $timeout = null,
        public readonly ?int $maxRetries = null,
        public readonly array $headers = [],
    ) {
    }
}
