<?php

namespace App\Payments;

use App\Models\Order;
use App\Models\Payment;
use KGiTON\Payments\Laravel\Facades\Payments;

/** One payment for an order, however often the customer presses "Bayar": the same id and body take one token. */
class StartPayment
{
    public function start(Order $order): Payment
    {
        $ended = $order->payments()->whereIn('status', ['expired', 'failed'])->count();
        // Saved before the request: the webhook may arrive before its response does.
        $payment = $order->payments()->firstOrCreate(
            ['transaction_id' => "{$order->number}-" . ($ended + 1)],
            ['amount' => $order->total],
        );
        $qris = Payments::generateQris(
            transactionId: $payment->transaction_id,
            amount: $payment->amount,
            licenseKey: config('kgiton.license_key'),
            description: "Laundry {$order->kilos} kg",
            webhookUrl: route('kgiton.webhook'),
        );
        $payment->update(['qr_image_url' => $qris->qris->qrImageUrl, 'expires_at' => $qris->expiresAt]);

        return $payment;
    }
}
