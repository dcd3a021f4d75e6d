<?php
// The webhook handler of a shop, for PaymentTest.php: it notes the orders that are paid.
$body = file_get_contents('php://input');
$expected = hash_hmac('sha256', $body, 'whsec_test_kgiton');
if ($_SERVER['REQUEST_METHOD'] !== 'POST') {
    exit;
}
if (!hash_equals($expected, $_SERVER['HTTP_X_KGITON_SIGNATURE'] ?? '')) {
    http_response_code(401);
    exit;
}
file_put_contents(getenv('PAID_ORDERS'), json_decode($body)->transaction_id . "\n", FILE_APPEND);
