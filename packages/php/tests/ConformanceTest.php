<?php

declare(strict_types=1);

namespace KGiTON\Payments\Tests;

use KGiTON\Payments\Exception\KGiTONException;
use KGiTON\Payments\Exception\NetworkException;
use KGiTON\Payments\Exception\WebhookSignatureException;
use KGiTON\Payments\FieldError;
use KGiTON\Payments\KGiTON;
use KGiTON\Payments\PartnerPaymentRequest;
use KGiTON\Payments\PartnerPaymentType;
use KGiTON\Payments\PaymentItem;
use KGiTON\Payments\RequestOptions;
use KGiTON\Payments\Webhooks;
use PHPUnit\Framework\TestCase;

/** Runs the table that the SDKs of all languages keep to: test/conformance in the repository. */
final class ConformanceTest extends TestCase
{
    private const TABLES = __DIR__ . '/../../../test/conformance/generated/';

    /**
     * @dataProvider exchanges
     *
     * @param array<string, mixed> $case
     * @param array<string, mixed> $table
     */
    public function testAnExchangeEndsAsTheTableSays(string $at, array $case, array $table): void
    {
        $server = getenv('KGITON_CONFORMANCE_URL');
        if ($server === false) {
            self::markTestSkipped('test/conformance/php.test.ts starts the server of the table: npx vitest run it.');
        }
        $clock = new TableClock($case['now'] ?? '2026-01-15T10:00:00Z', (float) ($case['random'] ?? 0.5));
        $baseUrl = isset($case['server']) ? self::get("{$server}/{$at}/server") : "{$server}/{$at}";
        $result = $error = null;
        try {
            $result = self::call($case, $table['apiKey'], $baseUrl, $clock);
        } catch (\Exception $error) {
            // Looked at below.
        }
        $received = self::get("{$server}/received/{$at}");
        $expected = $case['expect'];
        $most = $expected['received'] ?? $expected['receivedAtMost'];
        self::assertGreaterThanOrEqual($expected['received'] ?? 0, count($received), (string) $error);
        self::assertLessThanOrEqual($most, count($received), (string) $error);
        self::assertLessThanOrEqual(1, count(array_unique(array_column($received, 'body'))), 'all have the same bytes');
        self::assertEqualsWithDelta($expected['delays'] ?? [], $clock->delays, 0.01, (string) $error);
        if (isset($expected['request'])) {
            self::assertContainsAll($expected['request'], $received[0]);
        }
        if (isset($expected['result'])) {
            self::assertNull($error, (string) $error);
            self::assertContainsAll($expected['result'], json_decode((string) json_encode($result), true));
        }
        if (isset($expected['invalidArgument'])) {
            self::assertInstanceOf(\InvalidArgumentException::class, $error, (string) $error);
        }
        if (isset($expected['error'])) {
            self::assertError($expected['error'], $error);
        }
        self::assertShowsNone([$table['apiKey'], $table['licenseKey']], $error);
    }

    public function testAnUntrustedCertificateComesWithAdvice(): void
    {
        $server = getenv('KGITON_CONFORMANCE_URL');
        if ($server === false) {
            self::markTestSkipped('test/conformance/php.test.ts starts the server of the table: npx vitest run it.');
        }
        $untrusted = array_filter(self::table('requests')['cases'], static fn (array $case) => ($case['server'] ?? '') === 'untrusted');
        $url = self::get("{$server}/requests/" . array_key_first($untrusted) . '/server');
        $this->expectException(NetworkException::class);
        $this->expectExceptionMessage('; name its authority in curl.cainfo (php.ini).');
        (new KGiTON('kgiton_your_api_key_here', $url))->partnerPayment->checkStatus('TRX-1');
    }

    /** @return iterable<string, array{string, array<string, mixed>, array<string, mixed>}> */
    public static function exchanges(): iterable
    {
        foreach (['requests', 'waits'] as $file) {
            $table = self::table($file);
            foreach ($table['cases'] as $index => $case) {
                yield "{$file}: {$case['name']}" => ["{$file}/{$index}", $case, $table];
            }
        }
    }

    /**
     * @dataProvider webhooks
     *
     * @param array<string, mixed> $case
     */
    public function testAWebhookIsUnwrappedAsTheTableSays(array $case): void
    {
        $event = $error = null;
        try {
            $event = (new Webhooks($case['secrets']))->unwrap($case['body'], $case['headers']);
        } catch (\Exception $error) {
            // Looked at below.
        }
        if (isset($case['expect']['event'])) {
            self::assertNull($error, (string) $error);
            self::assertContainsAll($case['expect']['event'], json_decode((string) json_encode($event), true));
        } else {
            self::assertError($case['expect']['error'], $error);
        }
        self::assertShowsNone(array_filter($case['secrets']), $error);
    }

    /** @return iterable<string, array{array<string, mixed>}> */
    public static function webhooks(): iterable
    {
        foreach (self::table('webhooks')['cases'] as $case) {
            yield $case['name'] => [$case];
        }
    }

    /** @param array<string, mixed> $case */
    private static function call(array $case, string $apiKey, string $baseUrl, TableClock $clock): mixed
    {
        $client = $case['client'] ?? [];
        $payments = (new KGiTON(
            apiKey: $client['apiKey'] ?? $apiKey,
            baseUrl: $client['baseUrl'] ?? $baseUrl,
            timeout: ($client['timeout'] ?? 30_000) / 1000,
            maxRetries: $client['maxRetries'] ?? 2,
            headers: $client['headers'] ?? [],
            clock: $clock,
        ))->partnerPayment;
        $call = $case['call'];
        $given = $call['options'] ?? [];
        $options = new RequestOptions(
            isset($given['timeout']) ? $given['timeout'] / 1000 : null,
            $given['maxRetries'] ?? null,
            $given['headers'] ?? [],
        );
        return match ($call['operation']) {
            'generate' => $payments->generate(self::request($call['request']), $options),
            'checkStatus' => $payments->checkStatus($call['transactionId'], $options),
            'waitForPayment' => $payments->waitForPayment(
                $call['transactionId'],
                ($call['timeout'] ?? 600_000) / 1000,
                ($call['interval'] ?? 5_000) / 1000,
            ),
        };
    }

    /** @param array<string, mixed> $json */
    private static function request(array $json): PartnerPaymentRequest
    {
        $named = [];
        foreach ($json as $name => $value) {
            $camelCase = lcfirst(str_replace('_', '', ucwords($name, '_')));
            $named[$camelCase] = match ($name) {
                'payment_type' => PartnerPaymentType::from($value),
                'items' => array_map(static fn (array $item) => new PaymentItem(...$item), $value),
                default => $value,
            };
        }
        return new PartnerPaymentRequest(...$named);
    }

    /** @param array<string, mixed> $expected */
    private static function assertError(array $expected, ?\Exception $error): void
    {
        self::assertInstanceOf(KGiTONException::class, $error, (string) $error);
        $class = substr($error::class, (int) strrpos($error::class, '\\') + 1);
        $errors = array_map(
            static fn (FieldError $each) => ['path' => $each->path, 'message' => $each->message],
            $error->errors,
        );
        self::assertEquals([
            'class' => str_replace('Error', 'Exception', $expected['class']),
            'code' => $expected['code'],
            'statusCode' => $expected['statusCode'] ?? null,
            'requestId' => $expected['requestId'] ?? null,
            'retryAfter' => $expected['retryAfter'] ?? null,
            'outcomeUnknown' => $expected['outcomeUnknown'] ?? false,
            'errors' => $expected['errors'] ?? [],
            'reason' => $expected['reason'] ?? null,
        ], [
            'class' => $class,
            'code' => $error->errorCode,
            'statusCode' => $error->statusCode,
            'requestId' => $error->requestId,
            'retryAfter' => $error->retryAfter,
            'outcomeUnknown' => $error->outcomeUnknown,
            'errors' => $errors,
            'reason' => $error instanceof WebhookSignatureException ? $error->reason->value : null,
        ], (string) $error);
        foreach ($expected['message'] ?? [] as $part) {
            self::assertStringContainsString($part, $error->getMessage());
        }
        self::assertLessThanOrEqual($expected['messageAtMost'] ?? INF, strlen($error->getMessage()));
    }

    /**
     * @param array<string> $secrets
     */
    private static function assertShowsNone(array $secrets, ?\Exception $error): void
    {
        if ($error === null) {
            return;
        }
        // What the SDK adds to the stack trace: the frames of the tests hold the whole table.
        $own = array_filter($error->getTrace(), static fn (array $frame) => !preg_match('/^PHPUnit|Tests/', $frame['class'] ?? ''));
        $shown = print_r([$error->getMessage(), get_object_vars($error), $own, (string) $error->getPrevious()], true);
        foreach ($secrets as $secret) {
            self::assertStringNotContainsString($secret, $shown);
        }
    }

    /**
     * @param array<mixed> $expected
     * @param array<mixed> $actual
     */
    private static function assertContainsAll(array $expected, array $actual): void
    {
        foreach ($expected as $name => $value) {
            self::assertArrayHasKey($name, $actual);
            if (is_array($value) && !array_is_list($value)) {
                self::assertContainsAll($value, $actual[$name]);
            } else {
                self::assertEquals($value, $actual[$name]);
            }
        }
    }

    private static function get(string $url): mixed
    {
        return json_decode((string) file_get_contents($url), true, 512, JSON_THROW_ON_ERROR);
    }

    /** @return array<string, mixed> */
    private static function table(string $file): array
    {
        return json_decode((string) file_get_contents(self::TABLES . "{$file}.json"), true, 512, JSON_THROW_ON_ERROR);
    }
}
