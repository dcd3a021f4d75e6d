<?php

require __DIR__ . '/vendor/autoload.php';
require __DIR__ . '/orders.php';

use KGiTON\Payments\Exception\KGiTONException;
use KGiTON\Payments\Exception\WebhookSignatureException;
use KGiTON\Payments\PaymentSuccessEvent;
use KGiTON\Payments\Webhooks;

if ($_SERVER['REQUEST_METHOD'] !== 'POST') {
    http_response_code(405);
    exit;
}

try {
    // The raw body: the signature covers its exact bytes. The secret is KGITON_WEBHOOK_SECRET.
    $event = (new Webhooks())->unwrap(file_get_contents('php://input'), getallheaders());
} catch (WebhookSignatureException $error) {
    http_response_code(401);
    exit($error->reason->value);
} catch (KGiTONException $error) {
    http_response_code(400);
    exit($error->errorCode);
}

if (!$event instanceof PaymentSuccessEvent) {
    exit('OK'); // an event of a later version
}

// One transaction: if it fails, PHP responds with 500, and KGiTON sends the webhook again.
$pdo = orders();
$pdo->beginTransaction();
try {
    $pdo->prepare('INSERT INTO payments VALUES (?, ?)')->execute([$event->paymentId, $event->transactionId]);
} catch (PDOException $error) {
    if ($error->getCode() !== '23000') { // not a duplicate
        throw $error;
    }
    $pdo->rollBack();
    exit('OK'); // counted before
}
$order = $pdo->prepare('UPDATE orders SET is_paid = 1 WHERE id = ? AND amount = ? AND is_paid = 0');
$order->execute([$event->transactionId, $event->amount]);
$pdo->commit();
if ($order->rowCount() === 0) {
    error_log("A person has to look at $event->paymentId.");
}
echo 'OK';
