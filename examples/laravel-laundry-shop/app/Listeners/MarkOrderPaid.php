<?php

namespace App\Listeners;

use App\Payments\ReceivePayment;
use KGiTON\Payments\Laravel\Events\PaymentSucceeded;

/** Runs once for each payment, in the transaction that records it. Laravel finds it by the type of its argument. */
class MarkOrderPaid
{
    public function __construct(private readonly ReceivePayment $receiver)
    {
    }

    public function handle(PaymentSucceeded $event): void
    {
        $payment = $event->payment;
        $this->receiver->receive($payment->transactionId, $payment->amount, $payment->paidAt);
    }
}
