<?php

declare(strict_types=1);

namespace KGiTON\Payments\Internal;

use KGiTON\Payments\ClientRules;
use KGiTON\Payments\Exception\KGiTONException;
use KGiTON\Payments\Exception\TimeoutException;
use KGiTON\Payments\PartnerPayment;
use KGiTON\Payments\PaymentStatus;
use KGiTON\Payments\PaymentStatusResponse;
use KGiTON\Payments\RequestOptions;
use KGiTON\Payments\SdkErrorCode;

/**
 * Asks for the status of a payment until it is final or the time is up.
 *
 * @internal
 */
final class PaymentWait
{
    private ?PaymentStatusResponse $latest = null;
    private ?KGiTONException $failure = null;

    public function __construct(
        private readonly PartnerPayment $payments,
        #[\SensitiveParameter] private readonly Caller $caller,
        private readonly string $transactionId,
    ) {
    }

    public function until(float $timeout, float $interval): PaymentStatusResponse
    {
        Validation::seconds('timeout', $timeout);
        Validation::seconds('interval', $interval);
        $clock = $this->caller->clock;
        $end = $clock->now() + $timeout;
        $errors = 0;
        while (true) {
            $rest = $end - $clock->now();
            if ($rest < 0.001) {
                return $this->latest ?? throw $this->failure ?? self::timeout($timeout);
            }
            $error = $this->ask($interval, $rest);
            $latest = $this->latest;
            $status = $latest?->paymentStatus;
            if ($error === null && $latest !== null && $status instanceof PaymentStatus && $status->isFinal()) {
                return $latest;
            }
            $errors = $error === null ? 0 : min($errors + 1, ClientRules::WAIT_MAX_DOUBLINGS);
            $shortest = max($interval * 2 ** $errors, $error?->retryAfter ?? 0);
            $pause = $shortest * (1 + $clock->random() * ClientRules::WAIT_JITTER);
            if ($error !== null) {
                $milliseconds = round($pause * 1000);
                $this->caller->log('warning', "{$error->getMessage()} Asking again in {$milliseconds} ms.");
            }
            $clock->sleep(max(0.0, min($pause, $end - $clock->now())));
        }
    }

    /** Asks once; returns the error if it may pass by itself. */
    private function ask(float $interval, float $rest): ?KGiTONException
    {
        $longest = min($this->caller->timeout, max($interval, ClientRules::WAIT_REQUEST_TIMEOUT / 1000));
        try {
            // The loop retries. It keeps the interval between any two requests.
            $options = new RequestOptions(timeout: min($longest, $rest), maxRetries: 0);
            $this->latest = $this->payments->checkStatus($this->transactionId, $options);
            return null;
        } catch (KGiTONException $error) {
            if (!self::isTemporary($error, $this->latest !== null)) {
                throw $error;
            }
            // The end of the wait cut the last request short, which says nothing about the server.
            if (!$error instanceof TimeoutException || $rest >= $longest) {
                $this->failure = $error;
            }
            return $error;
        }
    }

    /**
     * Whether the error may pass by itself: 429, 5xx, or no response. Once a status has arrived, so may an unknown host
     * name, an untrusted certificate, and a response of somebody else, such as the login page of a network.
     */
    private static function isTemporary(KGiTONException $error, bool $hasStatus): bool
    {
        if ($hasStatus && $error->errorCode === SdkErrorCode::UnexpectedResponse->value) {
            return true;
        }
        return $error->statusCode === null
            ? $hasStatus || !RetryRule::isPermanent($error)
            : $error->statusCode === 429 || $error->statusCode >= 500;
    }

    private static function timeout(float $timeout): TimeoutException
    {
        $milliseconds = round($timeout * 1000);
        return new TimeoutException("No response within {$milliseconds} ms.", SdkErrorCode::TimeoutError->value);
    }
}
