<?php

require __DIR__ . '/vendor/autoload.php';
require __DIR__ . '/orders.php';

use KGiTON\Payments\Exception\KGiTONException;
use KGiTON\Payments\KGiTON;

header('Content-Type: application/json');
$pdo = orders();

if ($_SERVER['REQUEST_METHOD'] !== 'POST') {
    $order = $pdo->prepare('SELECT is_paid FROM orders WHERE id = ?');
    $order->execute([$_GET['id'] ?? '']);
    $isPaid = $order->fetchColumn();
    http_response_code($isPaid === false ? 404 : 200);
    exit(json_encode(['isPaid' => (bool) $isPaid]));
}

$id = bin2hex(random_bytes(16));
$amount = 50000; // your price, never one that a browser sent
// First the order: the webhook may arrive before the response.
$pdo->prepare('INSERT INTO orders VALUES (?, ?, 0)')->execute([$id, $amount]);

try {
    $payment = (new KGiTON())->partnerPayment->generateQris(
        transactionId: $id,
        amount: $amount,
        licenseKey: getenv('KGITON_LICENSE_KEY'),
        webhookUrl: getenv('PUBLIC_URL') . '/webhook.php',
    );
} catch (KGiTONException $error) {
    error_log("$id: $error->errorCode {$error->getMessage()}");
    http_response_code(503);
    exit(json_encode(['problem' => 'The payment cannot be reached at the moment. Please try again.']));
}

http_response_code(201);
echo json_encode(['id' => $id, 'qr_content' => $payment->qris->qrContent, 'expires_at' => $payment->expiresAt->format('c')]);
