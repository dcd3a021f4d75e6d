<?php

declare(strict_types=1);

namespace KGiTON\Payments\Exception;

use KGiTON\Payments\FieldError;

/**
 * The class of every exception of the SDK, except that an invalid argument throws an `\InvalidArgumentException`. No
 * property, message or stack trace contains the API key, the webhook secret or a whole license key.
 */
class KGiTONException extends \RuntimeException
{
    /**
     * @param string $errorCode Why it failed, for programs: a value of `ErrorCode` or `SdkErrorCode`, or an unknown
     * code from a newer server, unchanged.
     * @param bool $outcomeUnknown Whether the payment may exist even though the call failed. To find out, call again
     * with the same transaction id, or ask with `checkStatus`. Never true for `checkStatus` and `waitForPayment`, which
     * change nothing.
     * @param int|null $statusCode The HTTP status, if there was a response.
     * @param string|null $requestId KGiTON's id of the request, if a response had one. Quote it when you contact
     * support.
     * @param list<FieldError> $errors The properties of the request that are wrong.
     * @param float|null $retryAfter How long the server asks to wait, in seconds, if it does.
     */
    public function __construct(
        string $message,
        public readonly string $errorCode,
        public readonly bool $outcomeUnknown = false,
        public readonly ?int $statusCode = null,
        public readonly ?string $requestId = null,
        public readonly array $errors = [],
        public readonly ?float $retryAfter = null,
        ?\Throwable $previous = null,
    ) {
        parent::__construct($message, 0, $previous);
    }

    /**
     * What a log line should have besides the message. Laravel adds it to its log by itself.
     *
     * @return array<string, mixed>
     */
    public function context(): array
    {
        return [
            'code' => $this->errorCode,
            'status' => $this->statusCode,
            'request_id' => $this->requestId,
            'outcome_unknown' => $this->outcomeUnknown,
        ];
    }
}
