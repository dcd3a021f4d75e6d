<?php

// Receives webhooks from KGiTON. Install kgiton/payments, then run: php -S 127.0.0.1:3000 webhook-handler.php
// Needs KGITON_WEBHOOK_SECRET in its environment.
// A single script, for any PHP server.

require __DIR__ . '/vendor/autoload.php';

use KGiTON\Payments\Exception\KGiTONException;
use KGiTON\Payments\Exception\WebhookSignatureException;
use KGiTON\Payments\PaymentSuccessEvent;
use KGiTON\Payments\Webhooks;
use KGiTON\Payments\WebhookSignatureReason;

/**
 * KGiTON delivers at least once, so process each payment only once. This keeps the ids in a file; in
 * your application, use a unique column of your database.
 */
function processOnce(PaymentSuccessEvent $event): void
{
    $file = fopen(sys_get_temp_dir() . '/kgiton-processed-payments.txt', 'c+');
    flock($file, LOCK_EX); // A duplicate may arrive at the same moment.
    $processed = explode("\n", stream_get_contents($file));
    if (!in_array($event->paymentId, $processed, true)) {
        // Move slow work to a queue: KGiTON waits 30 seconds for the response.
        error_log("Paid: {$event->transactionId} {$event->amount}");
        fwrite($file, "{$event->paymentId}\n");
    }
    fclose($file);
}

http_response_code(500); // Unless all goes well. KGiTON retries.
try {
    // Verifies the signature over the exact bytes in constant time. Reads KGITON_WEBHOOK_SECRET.
    $event = (new Webhooks())->unwrap(file_get_contents('php://input'), getallheaders());
    // Later versions may add events; acknowledge them.
    if ($event instanceof PaymentSuccessEvent) {
        processOnce($event);
    }
    http_response_code(204);
} catch (WebhookSignatureException $error) {
    error_log($error->getMessage());
    http_response_code($error->reason === WebhookSignatureReason::NoSecret ? 500 : 401);
} catch (KGiTONException $error) {
    error_log($error->getMessage()); // The signature is right, and the body is no event.
    http_response_code(400);
}
