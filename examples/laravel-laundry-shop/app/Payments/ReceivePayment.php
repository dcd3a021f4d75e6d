<?php

namespace App\Payments;

use App\Jobs\PrintReceipt;
use App\Models\Order;
use App\Models\Payment;
use Illuminate\Support\Facades\DB;
use Illuminate\Support\Facades\Log;

/** Marks an order as paid. Webhook and status both end up here, perhaps at the same moment; only the first one counts. */
class ReceivePayment
{
    public function receive(string $transactionId, int $amount, \DateTimeInterface $paidAt): void
    {
        DB::transaction(function () use ($transactionId, $amount, $paidAt) {
            $payment = Payment::firstWhere('transaction_id', $transactionId);
            // A person has to look at these. An exception would not help: KGiTON would only send its webhook again.
            if ($payment === null) {
                Log::warning("No order for the payment {$transactionId}.");

                return;
            }
            if ($payment->amount !== $amount) {
                $payment->update(['status' => 'disputed']);
                Log::critical("{$transactionId} paid Rp {$amount}, expected Rp {$payment->amount}.");

                return;
            }
            // One statement decides, so that of two processes only one goes on.
            if (Payment::whereKey($payment->id)->where('status', '!=', 'paid')->update(['status' => 'paid']) === 0) {
                return;
            }
            $isFirst = Order::whereKey($payment->order_id)->where('status', 'open')
                ->update(['status' => 'paid', 'paid_at' => $paidAt]) === 1;
            if ($isFirst) {
                PrintReceipt::dispatch($payment->order)->afterCommit();
            } else {
                Log::critical("Refund {$transactionId}: its order was paid before, or cancelled.");
            }
        });
    }
}
