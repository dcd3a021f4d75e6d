<?php

// Receives webhooks from KGiTON. Run: php -S 127.0.0.1:3000 webhook-handler.php
// Needs KGITON_WEBHOOK_SECRET in its environment.
// A single script, for any PHP server.

declare(strict_types=1);

/** A missing or malformed signature counts as wrong. Compares in constant time. */
function isFromKgiton(string $body, string $signature, string $secret): bool
{
    return hash_equals(hash_hmac('sha256', $body, $secret), $signature);
}

/**
 * KGiTON delivers at least once, so process each payment only once. This keeps the ids in a file; in
 * your application, use a unique column of your database.
 */
function processOnce(array $event): void
{
    $file = fopen(sys_get_temp_dir() . '/kgiton-processed-payments.txt', 'c+');
    flock($file, LOCK_EX); // A duplicate may arrive at the same moment.
    $processed = explode("\n", stream_get_contents($file));
    if (!in_array($event['payment_id'], $processed, true)) {
        processPayment($event);
        fwrite($file, "{$event['payment_id']}\n");
    }
    fclose($file);
}

/** Move slow work to a queue: KGiTON waits 30 seconds for the response. */
function processPayment(array $event): void
{
    error_log("Paid: {$event['transaction_id']} {$event['amount']}");
}

http_response_code(500); // Unless all goes well. KGiTON retries.
$secret = getenv('KGITON_WEBHOOK_SECRET');
if ($secret === false || $secret === '') {
    error_log('Set KGITON_WEBHOOK_SECRET.');
    exit;
}

$body = file_get_contents('php://input'); // The exact bytes: the signature covers them.
if (!isFromKgiton($body, $_SERVER['HTTP_X_KGITON_SIGNATURE'] ?? '', $secret)) {
    http_response_code(401);
    exit;
}

$event = json_decode($body, true);
if (!is_array($event)) {
    http_response_code(400);
    exit;
}
// Later versions may add events; acknowledge them.
if (($event['event'] ?? '') === 'payment.success') {
    processOnce($event);
}
http_response_code(204);
