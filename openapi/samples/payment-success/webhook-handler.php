<?php

// Receives the webhooks of KGiTON. Run: php -S 127.0.0.1:3000 webhook-handler.php
// It is one script, for every PHP server.

declare(strict_types=1);

/** A missing or malformed signature is simply a wrong one. Compares in constant time. */
function isFromKgiton(string $body, string $signature, string $secret): bool
{
    return hash_equals(hash_hmac('sha256', $body, $secret), $signature);
}

/**
 * KGiTON delivers at least once: a payment is processed once. A file remembers; in your application,
 * use a unique column of your database.
 */
function processOnce(array $event): void
{
    $file = fopen(sys_get_temp_dir() . '/kgiton-processed-payments.txt', 'c+');
    flock($file, LOCK_EX); // A duplicate may come at the same moment.
    $processed = explode("\n", stream_get_contents($file));
    if (!in_array($event['payment_id'], $processed, true)) {
        processPayment($event);
        fwrite($file, "{$event['payment_id']}\n");
    }
    fclose($file);
}

/** Slow work belongs in a queue: KGiTON waits 30 seconds for the answer. */
function processPayment(array $event): void
{
    error_log("Paid: {$event['transaction_id']} {$event['amount']}");
}

http_response_code(500); // Unless all goes well; KGiTON tries again.
$secret = getenv('KGITON_WEBHOOK_SECRET');
if ($secret === false || $secret === '') {
    error_log('Set KGITON_WEBHOOK_SECRET.');
    exit;
}

$body = file_get_contents('php://input'); // The exact bytes: that is what the signature covers.
if (!isFromKgiton($body, $_SERVER['HTTP_X_KGITON_SIGNATURE'] ?? '', $secret)) {
    http_response_code(401);
    exit;
}

$event = json_decode($body, true);
if (!is_array($event)) {
    http_response_code(400);
    exit;
}
// Later versions may have other events; they are acknowledged.
if (($event['event'] ?? '') === 'payment.success') {
    processOnce($event);
}
http_response_code(204);
