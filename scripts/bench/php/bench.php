<?php

// Microseconds per call of the PHP package and of the same by hand, measured in turn: php bench.php URL

declare(strict_types=1);

use KGiTON\Payments\KGiTON;
use KGiTON\Payments\PartnerPaymentRequest;
use KGiTON\Payments\PartnerPaymentType;
use KGiTON\Payments\Webhooks;

require __DIR__ . '/../../../packages/php/tests/bootstrap.php';

const SECRET = 'whsec_test_kgiton';

[, $url] = $argv;
$apiKey = 'kgiton_your_api_key_here';
$payments = (new KGiTON($apiKey, $url))->partnerPayment;
$fields = ['transaction_id' => 'TRX-1', 'amount' => 50000, 'license_key' => 'XXXXX-XXXXX-XXXXX-XXXXX-XXXXX', 'payment_type' => 'QRIS'];
$request = new PartnerPaymentRequest('TRX-1', 50000, 'XXXXX-XXXXX-XXXXX-XXXXX-XXXXX', PartnerPaymentType::Qris);
$curl = curl_init();
$webhooks = new Webhooks(SECRET);
$body = (string) json_encode(Webhooks::createTestEvent());
$signature = Webhooks::sign($body);

$subjects = [
    'call' => static fn () => $payments->generate($request),
    'plainCall' => static function () use ($curl, $url, $apiKey, $fields) {
        curl_setopt_array($curl, [
            CURLOPT_URL => "{$url}/api/partner/payment/generate",
            CURLOPT_POSTFIELDS => json_encode($fields, JSON_THROW_ON_ERROR),
            CURLOPT_HTTPHEADER => ['content-type: application/json', "x-api-key: {$apiKey}"],
            CURLOPT_RETURNTRANSFER => true,
            CURLOPT_TIMEOUT => 30,
        ]);
        return json_decode((string) curl_exec($curl), true, 512, JSON_THROW_ON_ERROR);
    },
    'verify' => static fn () => $webhooks->verify($body, $signature),
    'plainVerify' => static fn () => hash_equals(hash_hmac('sha256', $body, SECRET), $signature),
];

/** The mean of a few calls, so that a busy machine slows all subjects alike. */
function timeCalls(callable $call): float
{
    $start = hrtime(true);
    for ($i = 0; $i < 10; $i++) {
        $call();
    }
    return (hrtime(true) - $start) / 10_000;
}

const ROUNDS = 500;
$samples = [];
// What is compared takes turns.
foreach (array_chunk($subjects, 2, true) as $pair) {
    for ($round = 0; $round < ROUNDS; $round++) {
        foreach ($pair as $name => $call) {
            $samples[$name][] = timeCalls($call);
        }
    }
}
$medians = array_map(static function (array $numbers): float {
    sort($numbers);
    return $numbers[intdiv(ROUNDS, 2)];
}, $samples);
echo json_encode($medians, JSON_THROW_ON_ERROR);
