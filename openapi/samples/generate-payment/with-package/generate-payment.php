<?php

// Generates a QRIS payment. Install kgiton/payments, then run: php generate-payment.php
// Needs KGITON_API_KEY and KGITON_LICENSE_KEY in its environment.
// Optional: KGITON_WEBHOOK_URL, KGITON_BASE_URL.

require __DIR__ . '/vendor/autoload.php';

use KGiTON\Payments\Exception\KGiTONException;
use KGiTON\Payments\KGiTON;

try {
    $kgiton = new KGiTON(); // reads KGITON_API_KEY and KGITON_BASE_URL
    // The package retries when the response is lost or the gateway is busy. That is safe:
    // the same transaction id with the same body takes no second token.
    $payment = $kgiton->partnerPayment->generateQris(
        transactionId: 'TRX-2026-001', // your own, unique, and the same for every retry
        amount: 50000, // whole rupiah
        licenseKey: (string) getenv('KGITON_LICENSE_KEY'),
        description: 'Laundry Payment',
        webhookUrl: getenv('KGITON_WEBHOOK_URL') ?: null,
    );
    echo "Payment: {$payment->paymentId}\n";
    echo "QR code: {$payment->qris->qrImageUrl}\n";
    echo "Pay before: {$payment->expiresAt->format(DATE_ATOM)}\n";
} catch (KGiTONException $error) {
    fwrite(STDERR, "{$error->errorCode}: {$error->getMessage()}\n");
    if ($error->outcomeUnknown) {
        fwrite(STDERR, "The payment may exist: run this again, with the same transaction id.\n");
    }
    exit(1);
} catch (InvalidArgumentException $error) { // an option is missing or invalid
    fwrite(STDERR, "{$error->getMessage()}\n");
    exit(1);
}
