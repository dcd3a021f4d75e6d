<?php

declare(strict_types=1);

namespace KGiTON\Payments\Internal;

use KGiTON\Payments\Clock;
use KGiTON\Payments\Contract;
use KGiTON\Payments\ErrorCode;
use KGiTON\Payments\Exception\KGiTONException;
use KGiTON\Payments\Exception\NetworkException;
use KGiTON\Payments\Exception\RateLimitException;
use KGiTON\Payments\Exception\ServerException;
use KGiTON\Payments\Exception\TimeoutException;
use KGiTON\Payments\FieldError;
use KGiTON\Payments\Http\HttpResponse;
use KGiTON\Payments\Http\TransportException;
use KGiTON\Payments\SdkErrorCode;

/**
 * The exceptions of one call.
 *
 * @internal
 */
final class ErrorFactory
{
    /** Whether an earlier attempt may have created the payment. */
    public bool $mayExist = false;

    /** @param bool $isSafe whether the request changes nothing, so that its outcome is never unknown */
    public function __construct(
        private readonly Redactor $redactor,
        private readonly Clock $clock,
        private readonly bool $isSafe,
    ) {
    }

    /**
     * The exception for an error response, whether its code comes from the contract or from a newer one.
     *
     * @param array<mixed> $content an object with a code
     */
    public function fromResponse(
        #[\SensitiveParameter] HttpResponse $response,
        #[\SensitiveParameter] array $content,
    ): KGiTONException {
        $code = is_string($content['code'] ?? null) ? $content['code'] : '';
        $message = is_string($content['message'] ?? null) ? $content['message'] : $code;
        return $this->create($response, $code, $message, $this->fieldErrors($content['errors'] ?? null));
    }

    /** The exception for a response that violates the contract. */
    public function fromUnexpected(
        #[\SensitiveParameter] HttpResponse $response,
        #[\SensitiveParameter] string $got,
    ): KGiTONException {
        $message = "Expected a JSON body of the contract, got status {$response->status} with {$got}.";
        return $this->create($response, SdkErrorCode::UnexpectedResponse->value, $message, []);
    }

    /** The exception for a timeout, or for no response at all. */
    public function fromFailure(#[\SensitiveParameter] \Exception $failure): NetworkException
    {
        // An exception of another transport may contain the request with its headers.
        $cause = new TransportException(
            $this->redactor->redact(trim(preg_replace('/\s+/', ' ', $failure->getMessage()) ?? '')),
            isTimeout: $failure instanceof TransportException && $failure->isTimeout,
            isUnsent: $failure instanceof TransportException && ($failure->isUnsent || $failure->isPermanent),
            isPermanent: $failure instanceof TransportException && $failure->isPermanent,
        );
        $outcomeUnknown = !$this->isSafe && ($this->mayExist || !$cause->isUnsent);
        $type = $cause->isTimeout ? TimeoutException::class : NetworkException::class;
        // Both have the same constructor.
        // @mago-expect analysis:ambiguous-instantiation-target,unsafe-instantiation
        return new $type(
            "No complete response: {$cause->getMessage()}." . self::advice($outcomeUnknown),
            ($cause->isTimeout ? SdkErrorCode::TimeoutError : SdkErrorCode::NetworkError)->value,
            $outcomeUnknown,
            previous: $cause,
        );
    }

    /** @param list<FieldError> $errors */
    private function create(
        #[\SensitiveParameter] HttpResponse $response,
        #[\SensitiveParameter] string $code,
        #[\SensitiveParameter] string $message,
        array $errors,
    ): KGiTONException {
        $status = $response->status;
        $known = ErrorCode::tryFrom($code);
        $unknown = match (true) {
            $status === 429 => RateLimitException::class,
            $status >= 500 => ServerException::class,
            default => KGiTONException::class,
        };
        $type = $known?->exception() ?? $unknown;
        // By the contract a rejection is final, except 401, which KGiTON checks before it looks for an earlier payment.
        // A documented 5xx took nothing itself, but an earlier attempt may still be in flight.
        $mayExist = $known === null
            ? $this->mayExist || $response->isSuccess() || $status >= 500
            : $this->mayExist && ($status === 401 || $status >= 500);
        $outcomeUnknown = !$this->isSafe && $mayExist;
        $requestId = $response->header(Contract::REQUEST_ID_HEADER) ?? '';
        $first = $errors[0] ?? null;
        $text = $first === null || self::mentions($message, $first)
            ? $message
            : "{$message} {$first->path}: {$first->message}";
        // All have the constructor of KGiTONException.
        // @mago-expect analysis:ambiguous-instantiation-target,unsafe-instantiation(3)
        return new $type(
            $this->redactor->redact($text) . self::advice($outcomeUnknown),
            $this->redactor->redact($code),
            $outcomeUnknown,
            $status,
            $requestId === '' ? null : $this->redactor->redact($requestId),
            $errors,
            RetryRule::retryAfter($response, $this->clock),
        );
    }

    /** @return list<FieldError> */
    private function fieldErrors(mixed $errors): array
    {
        $fields = [];
        foreach (is_array($errors) ? $errors : [] as $error) {
            if (is_array($error) && is_string($error['path'] ?? null) && is_string($error['message'] ?? null)) {
                $fields[] = FieldError::fromArray([
                    'path' => $this->redactor->redact($error['path']),
                    'message' => $this->redactor->redact($error['message']),
                ]);
            }
        }
        return $fields;
    }

    private static function advice(bool $outcomeUnknown): string
    {
        return $outcomeUnknown
            ? ' The outcome is unknown: call again with the same transaction id, or ask with checkStatus.'
            : '';
    }

    /** Whether a message already names the wrong property and what is wrong with it. */
    private static function mentions(string $message, FieldError $error): bool
    {
        $name = substr($error->path, (int) strrpos("/{$error->path}", '/'));
        return str_contains($message, $error->message) && str_contains($message, $name);
    }
}
