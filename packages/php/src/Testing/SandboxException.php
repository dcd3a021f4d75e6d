<?php

declare(strict_types=1);

namespace KGiTON\Payments\Testing;

/** The sandbox could not be started, or refused an action. */
final class SandboxException extends \RuntimeException
{
    /** @param string|null $errorCode the error code of the control API, if it has responded */
    public function __construct(string $message, public readonly ?string $errorCode = null)
    {
        parent::__construct($message);
    }
}
