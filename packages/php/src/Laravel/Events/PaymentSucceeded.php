<?php

declare(strict_types=1);

namespace KGiTON\Payments\Laravel\Events;

use KGiTON\Payments\PaymentSuccessEvent;

/**
 * A customer has paid. Dispatched once for each payment, in the transaction that records it: what a listener changes in the
 * same database is kept together with the record. If a listener throws, neither is, and KGiTON sends the webhook again.
 *
 * Leave slow work to the queue, after the transaction: `SendReceipt::dispatch($order)->afterCommit()`.
 */
final class PaymentSucceeded
{
    public function __construct(public readonly PaymentSuccessEvent $payment)
    {
    }
}
