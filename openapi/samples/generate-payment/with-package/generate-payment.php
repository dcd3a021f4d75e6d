<?php

// Generates a QRIS payment. Install and run:
// composer require kgiton/payments
// php generate-payment.php

declare(strict_types=1);

require __DIR__ . '/vendor/autoload.php';

use KGiTON\Payments\Exception\KGiTONException;
use KGiTON\Payments\KGiTON;

$kgiton = new KGiTON(); // reads KGITON_API_KEY, and KGITON_BASE_URL if it is set

try {
    // The package retries when the response is lost or the gateway is busy. That is safe:
    // the same transaction id with the same body takes no second token.
    $payment = $kgiton->partnerPayment->generateQris(
        transactionId: 'TRX-2026-001', // your own, unique, and the same for every retry
        amount: 50000, // whole rupiah
        licenseKey: (string) getenv('KGITON_LICENSE_KEY'),
        description: 'Laundry Payment',
        webhookUrl: (string) getenv('KGITON_WEBHOOK_URL'),
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
}
