<?php

declare(strict_types=1);

namespace KGiTON\Payments\Laravel\Testing;

use KGiTON\Payments\ErrorCode;
use KGiTON\Payments\Http\HttpResponse;
use KGiTON\Payments\Http\TransportException;
use KGiTON\Payments\KGiTON;
use KGiTON\Payments\PartnerPayment;
use KGiTON\Payments\PartnerPaymentRequest;
use KGiTON\Payments\PaymentStatus;
use KGiTON\Payments\PaymentSuccessEvent;
use PHPUnit\Framework\Assert;

/**
 * What `Payments::fake()` puts in the place of KGiTON: the client of the package with a service in memory. It creates every
 * payment that is asked for, unless a test scripts something else.
 *
 * @mixin PartnerPayment
 */
final class FakePayments
{
    /** The client that uses it. It does not retry, so each call gets one scripted response. */
    public readonly KGiTON $kgiton;

    private readonly FakeService $service;

    /** @internal */
    public function __construct()
    {
        $clock = new FakeClock();
        $this->service = new FakeService($clock);
        $this->kgiton = new KGiTON(
            apiKey: 'kgiton_fake',
            maxRetries: 0,
            webhookSecret: [],
            transport: $this->service,
            clock: $clock,
        );
    }

    /** @param array<mixed> $arguments */
    public function __call(string $method, array $arguments): mixed
    {
        return [$this->kgiton->partnerPayment, $method](...$arguments);
    }

    /**
     * Scripts the next calls, one outcome for each: an error of the contract, any response, or no response at all. An
     * `new TransportException('timeout', isTimeout: true)` leaves the outcome unknown.
     */
    public function respondWith(ErrorCode|HttpResponse|TransportException ...$outcomes): self
    {
        $this->service->script(array_values($outcomes));
        return $this;
    }

    /** The customer pays. Returns the event, for `postWebhook()`. */
    public function payPayment(string $transactionId): PaymentSuccessEvent
    {
        return $this->service->pay($transactionId);
    }

    /** The payment expires unpaid. */
    public function expirePayment(string $transactionId): void
    {
        $this->service->end($transactionId, PaymentStatus::Expired);
    }

    /** The payment fails. */
    public function failPayment(string $transactionId): void
    {
        $this->service->end($transactionId, PaymentStatus::Failed);
    }

    /** @return list<PartnerPaymentRequest> what was asked for, whatever came of it; equal requests count once */
    public function generated(): array
    {
        return $this->service->requests();
    }

    /** @param string|callable(PartnerPaymentRequest): bool $expected a transaction id, or what has to be true of a request */
    public function assertGenerated(string|callable $expected): void
    {
        $found = array_filter($this->generated(), is_string($expected)
            ? static fn (PartnerPaymentRequest $request): bool => $request->transactionId === $expected
            : $expected);
        Assert::assertNotEmpty($found, 'The expected payment was not generated; generated: ' . $this->names() . '.');
    }

    public function assertGeneratedTimes(int $times): void
    {
        Assert::assertCount($times, $this->generated(), "Generated: {$this->names()}.");
    }

    public function assertNothingGenerated(): void
    {
        $this->assertGeneratedTimes(0);
    }

    public function assertStatusChecked(string $transactionId): void
    {
        $checked = $this->service->checked();
        $message = "The status of {$transactionId} was not asked for; asked for: " . (implode(', ', $checked) ?: 'none') . '.';
        Assert::assertContains($transactionId, $checked, $message);
    }

    private function names(): string
    {
        $ids = array_map(static fn (PartnerPaymentRequest $request): string => $request->transactionId, $this->generated());
        return implode(', ', $ids) ?: 'none';
    }
}
