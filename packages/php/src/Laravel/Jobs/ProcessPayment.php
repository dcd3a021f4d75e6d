<?php

declare(strict_types=1);

namespace KGiTON\Payments\Laravel\Jobs;

use Illuminate\Bus\Queueable;
use Illuminate\Contracts\Events\Dispatcher;
use Illuminate\Contracts\Queue\ShouldQueue;
use Illuminate\Queue\InteractsWithQueue;
use KGiTON\Payments\Contract;
use KGiTON\Payments\Laravel\Events\PaymentSucceeded;
use KGiTON\Payments\Laravel\ProcessedPayments;
use KGiTON\Payments\PaymentSuccessEvent;

/** Handles a payment once: records it and dispatches `PaymentSucceeded`, in one transaction. */
final class ProcessPayment implements ShouldQueue
{
    use InteractsWithQueue;
    use Queueable;

    /** As often as KGiTON itself tries. */
    public int $tries;

    /** @param array<string, mixed> $payload the JSON object of the verified event */
    public function __construct(public readonly array $payload)
    {
        $this->tries = count(Contract::WEBHOOK_RETRY_MINUTES) + 1;
    }

    public function handle(ProcessedPayments $payments, Dispatcher $events): void
    {
        // Recorded without being handled, the payment would be lost.
        if (!$events->hasListeners(PaymentSucceeded::class)) {
            throw new \LogicException('Expected a listener of ' . PaymentSucceeded::class . ', which changes the order.');
        }
        $payments->once(
            PaymentSuccessEvent::fromArray($this->payload),
            static fn (PaymentSuccessEvent $payment): mixed => $events->dispatch(new PaymentSucceeded($payment)),
        );
    }

    /** @return list<int> seconds */
    public function backoff(): array
    {
        return array_map(static fn (int $minutes): int => $minutes * 60, Contract::WEBHOOK_RETRY_MINUTES);
    }
}
