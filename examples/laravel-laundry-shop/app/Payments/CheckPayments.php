<?php

namespace App\Payments;

use App\Models\Order;
use App\Models\Payment;
use KGiTON\Payments\Exception\KGiTONException;
use KGiTON\Payments\Exception\TransactionNotFoundException;
use KGiTON\Payments\Laravel\Facades\Payments;
use KGiTON\Payments\PaymentStatus;

/** Asks KGiTON about payments whose webhook may be lost. */
class CheckPayments
{
    public function __construct(private readonly ReceivePayment $receiver)
    {
    }

    /** @throws KGiTONException if KGiTON does not say: the order may be paid */
    public function check(Order $order): void
    {
        $order->payments()->where('status', 'pending')->get()->each($this->ask(...));
    }

    public function checkAll(): void
    {
        foreach (Payment::where('status', 'pending')->lazyById() as $payment) {
            rescue(fn () => $this->ask($payment));
        }
    }

    private function ask(Payment $payment): void
    {
        try {
            $status = Payments::checkStatus($payment->transaction_id);
        } catch (TransactionNotFoundException) {
            return; // The request that generates it has not arrived, and the next one uses its id.
        }
        match ($status->paymentStatus) {
            PaymentStatus::Paid => $this->receiver->receive($status->transactionId, $status->amount, $status->paidAt ?? now()),
            PaymentStatus::Expired, PaymentStatus::Failed => $payment->update(['status' => $status->paymentStatus->value]),
            default => null,
        };
    }
}
