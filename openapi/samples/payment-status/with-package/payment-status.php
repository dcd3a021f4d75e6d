<?php

// Asks whether a payment has been paid. Install and run:
// composer require kgiton/payments
// php payment-status.php

declare(strict_types=1);

require __DIR__ . '/vendor/autoload.php';

use KGiTON\Payments\Exception\KGiTONException;
use KGiTON\Payments\KGiTON;
use KGiTON\Payments\PaymentStatus;

$kgiton = new KGiTON(); // reads KGITON_API_KEY, and KGITON_BASE_URL if it is set

try {
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
}
