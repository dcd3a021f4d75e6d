<?php

// Reads the calls of the test, and prints what became of each.

declare(strict_types=1);

error_reporting(E_ALL);

/** What a client says, whether it hands out objects with getters or with properties. */
function payment(array $properties, ?string $qrContent, ?string $qrImageUrl, DateTimeInterface $expiresAt): array
{
    return ['payment' => $properties + [
        'expires_at' => $expiresAt->getTimestamp(),
        'qr_content' => $qrContent,
        'qr_image_url' => $qrImageUrl,
    ]];
}

function status(
    array $properties,
    ?DateTimeInterface $paidAt,
    DateTimeInterface $expiresAt,
    DateTimeInterface $createdAt,
): array {
    return ['status' => $properties + [
        'paid_at' => $paidAt?->getTimestamp(),
        'expires_at' => $expiresAt->getTimestamp(),
        'created_at' => $createdAt->getTimestamp(),
    ]];
}

function failure(int $status, string $code, string $message, array $paths): array
{
    return ['error' => ['status' => $status, 'code' => $code, 'message' => $message, 'errors' => $paths]];
}

function run(callable $outcomeOf): void
{
    while (($line = fgets(STDIN)) !== false) {
        [$name, $operation, $apiKey, $id, $amount, $licenseKey, $paymentType] = explode("\t", rtrim($line, "\n"));
        $outcome = $outcomeOf($_SERVER['argv'][1], $operation, $apiKey, $id, (int) $amount, $licenseKey, $paymentType);
        echo json_encode(['name' => $name] + $outcome, JSON_THROW_ON_ERROR), "\n";
    }
}
