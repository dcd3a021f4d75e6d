<?php

// Generates a QRIS payment. Run: php generate-payment.php (needs php-curl)
// Needs KGITON_API_KEY and KGITON_LICENSE_KEY in its environment.
// Optional: KGITON_WEBHOOK_URL, KGITON_BASE_URL.

declare(strict_types=1);

/** An environment variable that has to be there. An empty one counts as missing. */
function required(string $name): string
{
    return getenv($name) ?: throw new RuntimeException("Set $name.");
}

/** Sends the request once. Returns status and body; the status is 0 if there was no response. */
function post(string $body): array
{
    $curl = curl_init((getenv('KGITON_BASE_URL') ?: 'https://api.kgiton.com') . '/api/partner/payment/generate');
    curl_setopt_array($curl, [
        CURLOPT_POSTFIELDS => $body,
        CURLOPT_HTTPHEADER => ['x-api-key: ' . required('KGITON_API_KEY'), 'content-type: application/json'],
        CURLOPT_RETURNTRANSFER => true,
        CURLOPT_TIMEOUT => 30, // seconds
    ]);
    $response = curl_exec($curl);
    return $response === false ? [0, ''] : [curl_getinfo($curl, CURLINFO_RESPONSE_CODE), $response];
}

/**
 * Retries when the response is lost or the gateway is busy. That is safe: the same transaction_id with
 * the same body takes no second token.
 */
function generatePayment(array $request): array
{
    $body = json_encode($request, JSON_THROW_ON_ERROR);
    for ($attempt = 1;; $attempt++) {
        [$status, $response] = post($body);
        if ($attempt === 3 || !in_array($status, [0, 429, 502, 503, 504], true)) {
            break;
        }
        sleep($attempt);
    }
    $payment = json_decode($response, true);
    if ($status === 200 && is_array($payment)) {
        return $payment;
    }
    if ($status === 0) {
        throw new RuntimeException('No response. The payment may exist: run this again, with the same transaction_id.');
    }
    throw new RuntimeException(($payment['code'] ?? "HTTP $status") . ': ' . ($payment['message'] ?? $response));
}

try {
    $payment = generatePayment(array_filter([ // leaves out an empty webhook_url
        'transaction_id' => 'TRX-2026-001', // your own, unique, and the same for every retry
        'amount' => 50000, // whole rupiah
        'license_key' => required('KGITON_LICENSE_KEY'),
        'payment_type' => 'QRIS',
        'description' => 'Laundry Payment',
        'webhook_url' => getenv('KGITON_WEBHOOK_URL'),
    ]));
    echo "Payment: {$payment['payment_id']}\n";
    echo "QR code: {$payment['qris']['qr_image_url']}\n";
    echo "Pay before: {$payment['expires_at']}\n";
} catch (RuntimeException $error) {
    fwrite(STDERR, "{$error->getMessage()}\n");
    exit(1);
}
