<?php

// Asks whether a payment has been paid. Run: php payment-status.php (needs php-curl)
// Needs KGITON_API_KEY in its environment. Optional: KGITON_BASE_URL.

declare(strict_types=1);

const INTERVAL = 5; // seconds; ask no more often

/** An environment variable that has to be there. An empty one counts as missing. */
function required(string $name): string
{
    return getenv($name) ?: throw new RuntimeException("Set $name.");
}

/** Sends the request once. Returns status and body; the status is 0 if there was no response. */
function get(string $path): array
{
    $curl = curl_init((getenv('KGITON_BASE_URL') ?: 'https://api.kgiton.com') . $path);
    curl_setopt_array($curl, [
        CURLOPT_HTTPHEADER => ['x-api-key: ' . required('KGITON_API_KEY')],
        CURLOPT_RETURNTRANSFER => true,
        CURLOPT_TIMEOUT => 30, // seconds
    ]);
    $response = curl_exec($curl);
    return $response === false ? [0, ''] : [curl_getinfo($curl, CURLINFO_RESPONSE_CODE), $response];
}

/** Asking takes no token and changes nothing, so it is repeated when it fails. */
function paymentStatus(string $transactionId): array
{
    for ($attempt = 1;; $attempt++) {
        [$status, $response] = get('/api/partner/payment/status/' . rawurlencode($transactionId));
        if ($attempt === 3 || !in_array($status, [0, 502, 504], true)) {
            break;
        }
        sleep(INTERVAL);
    }
    $payment = json_decode($response, true);
    if ($status === 200 && is_array($payment)) {
        return $payment;
    }
    if ($status === 0) {
        throw new RuntimeException('No response. Ask again later.');
    }
    throw new RuntimeException(($payment['code'] ?? "HTTP $status") . ': ' . ($payment['message'] ?? $response));
}

try {
    $payment = paymentStatus('TRX-2026-001');
    echo "Status: {$payment['payment_status']}\n"; // pending, paid, expired or failed
    echo 'Paid at: ' . ($payment['paid_at'] ?? 'not yet') . "\n";
} catch (RuntimeException $error) {
    fwrite(STDERR, "{$error->getMessage()}\n");
    exit(1);
}
