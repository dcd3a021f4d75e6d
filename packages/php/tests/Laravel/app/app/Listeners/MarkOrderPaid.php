<?php

declare(strict_types=1);

namespace App\Listeners;

use Illuminate\Support\Facades\DB;
use KGiTON\Payments\Laravel\Events\PaymentSucceeded;
use KGiTON\Payments\PaymentSuccessEvent;

/** Counts how often an order was paid. An order named FAILS fails after it was changed. */
final class MarkOrderPaid
{
    public function handle(PaymentSucceeded $event): void
    {
        $this->mark($event->payment);
    }

    public function mark(PaymentSuccessEvent $payment): void
    {
        DB::table('orders')->where('id', $payment->transactionId)->increment('paid', $payment->amount);
        if (str_starts_with($payment->transactionId, 'FAILS')) {
            throw new \RuntimeException('The printer is out of paper.');
        }
    }
}
