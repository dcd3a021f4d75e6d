<?php

declare(strict_types=1);

namespace KGiTON\Payments\Internal;

use KGiTON\Payments\Clock;
use KGiTON\Payments\Http\Transport;
use Psr\Log\LoggerInterface;

/**
 * What all calls of a client share.
 *
 * @internal
 */
final class Caller
{
    /** @param Secret<array<string, string>> $headers with the API key */
    public function __construct(
        public readonly string $baseUrl,
        public readonly Secret $headers,
        public readonly float $timeout,
        public readonly int $maxRetries,
        public readonly Transport $transport,
        public readonly Clock $clock,
        public readonly Redactor $redactor,
        private readonly ?LoggerInterface $logger,
    ) {
    }

    public function isLogging(): bool
    {
        return $this->logger !== null;
    }

    /** The same, which also hides this secret. */
    public function hiding(#[\SensitiveParameter] string $secret): self
    {
        return new self(
            $this->baseUrl,
            $this->headers,
            $this->timeout,
            $this->maxRetries,
            $this->transport,
            $this->clock,
            $this->redactor->with($secret),
            $this->logger,
        );
    }

    /**
     * Logs a line without secrets and control characters. If the logger throws, the line is lost, never the payment.
     *
     * @param 'debug'|'warning' $level
     */
    public function log(string $level, string $line): void
    {
        if ($this->logger === null) {
            return;
        }
        $controls = '/[\x00-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\xa8\xa9]/';
        $text = preg_replace($controls, ' ', $this->redactor->redact($line));
        try {
            $this->logger->{$level}("kgiton: {$text}");
        } catch (\Throwable) {
            // See above.
        }
    }
}
