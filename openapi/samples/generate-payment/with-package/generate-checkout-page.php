<?php

// Generates a checkout page. Install kgiton/payments, then run: php generate-checkout-page.php
// Needs KGITON_API_KEY and KGITON_LICENSE_KEY in its environment.
// Optional: KGITON_WEBHOOK_URL, KGITON_BASE_URL.

require __DIR__ . '/vendor/autoload.php';

use KGiTON\Payments\Exception\KGiTONException;
use KGiTON\Payments\KGiTON;
use KGiTON\Payments\PaymentItem;

try {
    $kgiton = new KGiTON(); // reads KGITON_API_KEY and KGITON_BASE_URL
    // The package retries when the response is lost or the gateway is busy. That is safe:
    // the same transaction id with the same body takes no second token.
    $payment = $kgiton->partnerPayment->generateCheckoutPage(
        transactionId: 'TRX-2026-002', // your own, unique, and the same for every retry
        amount: 150000, // whole rupiah, the sum of the items
        licenseKey: (string) getenv('KGITON_LICENSE_KEY'),
        description: 'Invoice #12345',
        webhookUrl: getenv('KGITON_WEBHOOK_URL') ?: null,
        backUrl: 'https://myapp.com/payment/complete', // the customer's return proves no payment
        items: [
            new PaymentItem(id: '1', name: 'Laundry 5kg', price: 100000, quantity: 1),
            new PaymentItem(id: '2', name: 'Extra Parfum', price: 25000, quantity: 2),
        ],
    );
    echo "Payment: {$payment->paymentId}\n";
    echo "Send the customer to: {$payment->paymentUrl}\n";
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
