<?php

// Asks whether a payment has been paid. Install kgiton/payments, then run: php payment-status.php
// Needs KGITON_API_KEY in its environment. Optional: KGITON_BASE_URL.

require __DIR__ . '/vendor/autoload.php';

use KGiTON\Payments\Exception\KGiTONException;
use KGiTON\Payments\KGiTON;
use KGiTON\Payments\PaymentStatus;

try {
    $kgiton = new KGiTON(); // reads KGITON_API_KEY and KGITON_BASE_URL
    // Asking takes no token. To ask until the payment is paid or over: waitForPayment.
    $payment = $kgiton->partnerPayment->checkStatus('TRX-2026-001');
    echo match ($payment->paymentStatus) {
        PaymentStatus::Paid => "Status: paid at {$payment->paidAt?->format(DATE_ATOM)}\n",
        PaymentStatus::Expired, PaymentStatus::Failed => "Status: over, and not paid\n",
        default => "Status: pending\n", // also a status of a later version
    };
} catch (KGiTONException $error) {
    fwrite(STDERR, "{$error->errorCode}: {$error->getMessage()}\n");
    exit(1);
} catch (InvalidArgumentException $error) { // an option is missing or invalid
    fwrite(STDERR, "{$error->getMessage()}\n");
    exit(1);
}
