<?php

declare(strict_types=1);

namespace KGiTON\Payments\Http;

/** There is no complete response. */
final class TransportException extends \RuntimeException
{
    /**
     * @param bool $isTimeout whether the time was up
     * @param bool $isUnsent whether the request cannot have reached a server
     * @param bool $isPermanent whether a retry is pointless, as with an untrusted certificate
     */
    public function __construct(
        string $message,
        public readonly bool $isTimeout = false,
        public readonly bool $isUnsent = false,
        public readonly bool $isPermanent = false,
    ) {
        parent::__construct($message);
    }
}
