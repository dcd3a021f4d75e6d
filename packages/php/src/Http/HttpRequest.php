<?php

declare(strict_types=1);

namespace KGiTON\Payments\Http;

use KGiTON\Payments\Internal\Secret;

/** A request to send. A dump of it shows neither headers nor body, which contain keys. */
final class HttpRequest
{
    /** @var Secret<array{array<string, string>, string|null}> */
    private readonly Secret $content;

    /** @param array<string, string> $headers */
    public function __construct(
        public readonly string $method,
        public readonly string $url,
        #[\SensitiveParameter] array $headers,
        #[\SensitiveParameter] ?string $body = null,
    ) {
        $this->content = new Secret([$headers, $body]);
    }

    /** @return array<string, string> */
    public function headers(): array
    {
        return $this->content->reveal()[0];
    }

    /** The exact bytes, or null if the request has no body. */
    public function body(): ?string
    {
        return $this->content->reveal()[1];
    }
}
