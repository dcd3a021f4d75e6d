<?php

declare(strict_types=1);

namespace KGiTON\Payments\Tests;

use KGiTON\Payments\Http\CurlTransport;
use KGiTON\Payments\Http\HttpRequest;
use KGiTON\Payments\Http\HttpResponse;
use KGiTON\Payments\KGiTON;
use KGiTON\Payments\Webhooks;
use PHPUnit\Framework\TestCase;

/** No key or secret can be seen in a dump, an error, a stack trace with arguments, or a log line. */
final class SecretsTest extends TestCase
{
    private const API_KEY = 'kgiton_Zk3vTq8WmB5xRn2pLc7sYd4hJf6gAe9u';
    private const SECRET = 'whsec_9f8e7d6c5b4a';
    private const LICENSE_KEY = 'AB12C-DE34F-GH56J-KL78M-NP90Q';
    private const SECRETS = [self::API_KEY, self::SECRET, self::LICENSE_KEY, 'Siti Nurhaliza', 'header-secret', 'proxy:secret'];

    protected function setUp(): void
    {
        self::assertSame('0', ini_get('zend.exception_ignore_args'), 'stack traces have arguments');
        if (PHP_VERSION_ID < 80200) {
            // PHP 8.1 does not know the attribute that hides arguments: the README asks for this setting there.
            ini_set('zend.exception_ignore_args', '1');
        }
    }

    protected function tearDown(): void
    {
        ini_set('zend.exception_ignore_args', '0');
    }

    /** @dataProvider objects */
    public function testADumpShowsNone(object $object): void
    {
        self::assertShowsNone($object);
    }

    /** @dataProvider objects */
    public function testNothingWithASecretCanBeSerialized(object $object): void
    {
        $this->expectException(\Exception::class);
        serialize($object);
    }

    /** @return iterable<string, array{object}> */
    public static function objects(): iterable
    {
        $kgiton = self::client(new RecordingTransport(new HttpResponse(500)));
        yield 'the client' => [$kgiton];
        yield 'its payments' => [$kgiton->partnerPayment];
        yield 'its webhooks' => [$kgiton->webhooks];
        yield 'a request' => [new HttpRequest('POST', 'https://x', ['x-api-key' => self::API_KEY], self::LICENSE_KEY)];
        yield 'a transport' => [new CurlTransport([CURLOPT_PROXYUSERPWD => 'proxy:secret'])];
    }

    /** @dataProvider failures */
    public function testAnErrorShowsNone(callable $fail): void
    {
        try {
            $fail();
            self::fail('It has to throw.');
        } catch (\Exception $error) {
            for ($each = $error; $each !== null; $each = $each->getPrevious()) {
                self::assertShowsNone(self::framesOfTheSdk($each));
                self::assertShowsNone($each->getMessage());
            }
        }
    }

    /** @return iterable<string, array{callable}> */
    public static function failures(): iterable
    {
        $payment = static fn (HttpResponse|\Throwable ...$outcomes) => self::client(new RecordingTransport(...$outcomes))
            ->partnerPayment->generateQris(
                transactionId: 'TRX-1',
                amount: 1000,
                licenseKey: self::LICENSE_KEY,
                customerName: 'Siti Nurhaliza',
            );
        $echo = (string) json_encode(['code' => 'X', 'message' => self::API_KEY . self::SECRET . ' ' . self::LICENSE_KEY]);
        yield 'an error response that repeats them' => [static fn () => $payment(new HttpResponse(400, $echo))];
        yield 'a page that repeats them' => [static fn () => $payment(new HttpResponse(502, '<p>' . self::API_KEY . self::SECRET))];
        yield 'an exception that repeats them' => [static fn () => $payment(new \RuntimeException(self::API_KEY . self::LICENSE_KEY))];
        yield 'a redirect that repeats them' => [static fn () => $payment(new HttpResponse(302, '', ['location' => '/?key=' . self::API_KEY]))];
        yield 'a payment that is none' => [static fn () => $payment(new HttpResponse(200, '{"success":true}'))];
        yield 'a wrong API key' => [static fn () => new KGiTON(self::API_KEY . "\n", webhookSecret: self::SECRET)];
        yield 'a wrong base URL' => [static fn () => new KGiTON(self::API_KEY, 'https://proxy:secret@x', webhookSecret: self::SECRET)];
        yield 'a wrong header' => [static fn () => new KGiTON(self::API_KEY, headers: ['x-note' => "header-secret\n"])];
        yield 'a wrong timeout' => [static fn () => new KGiTON(self::API_KEY, timeout: 0, webhookSecret: self::SECRET)];
        yield 'a forged webhook' => [static fn () => (new Webhooks(self::SECRET))->unwrap('{}', str_repeat('0', 64))];
        yield 'a signed webhook that is none' => [
            static fn () => (new Webhooks(self::SECRET))->unwrap('{}', Webhooks::sign('{}', self::SECRET)),
        ];
    }

    public function testALogLineShowsNoneAndStaysALine(): void
    {
        $logger = new class () implements \Psr\Log\LoggerInterface {
            /** @var list<string> */
            public array $lines = [];

            public function debug(string|\Stringable $message, array $context = []): void
            {
                $this->lines[] = "debug {$message}";
            }

            public function warning(string|\Stringable $message, array $context = []): void
            {
                $this->lines[] = "warning {$message}";
                throw new \RuntimeException('A logger that fails loses a line, never a payment.');
            }
        };
        $echo = (string) json_encode(['code' => 'X', 'message' => "line\n\x1b[31m" . self::API_KEY . ' ' . self::LICENSE_KEY]);
        $payment = RecordingTransport::example('QrisResponse')->body;
        $transport = new RecordingTransport(
            new HttpResponse(503, $echo),
            new HttpResponse(200, $payment, ['x-request-id' => self::API_KEY]),
        );
        $payments = self::client($transport, $logger)->partnerPayment;
        $payments->generateQris(transactionId: 'TRX-1', amount: 1000, licenseKey: self::LICENSE_KEY);
        self::assertSame([
            'debug kgiton: POST https://x.example/api/partner/payment/generate: 503 in 0 ms, attempt 1, request id unknown',
            'warning kgiton: line  [31m[redacted] [redacted] The outcome is unknown: call again with the same transaction id, '
                . 'or ask with checkStatus. Retrying in 250 ms.',
            'debug kgiton: POST https://x.example/api/partner/payment/generate: 200 in 0 ms, attempt 2, request id [redacted]',
            'warning kgiton: asked for transactionId TRX-1, got TRX-2026-001',
            'warning kgiton: asked for amount 1000, got 50000',
        ], $logger->lines);
    }

    private static function client(RecordingTransport $transport, ?\Psr\Log\LoggerInterface $logger = null): KGiTON
    {
        return new KGiTON(
            apiKey: self::API_KEY,
            baseUrl: 'https://x.example',
            headers: ['x-secret' => 'header-secret'],
            webhookSecret: self::SECRET,
            transport: $transport,
            logger: $logger,
            clock: new TableClock(),
        );
    }

    /** @return list<array<string, mixed>> without those of PHPUnit, which hold everything */
    private static function framesOfTheSdk(\Throwable $error): array
    {
        return array_values(array_filter(
            $error->getTrace(),
            static fn (array $frame) => str_starts_with($frame['class'] ?? '', 'KGiTON') && !str_contains($frame['class'] ?? '', 'Tests'),
        ));
    }

    private static function assertShowsNone(mixed $value): void
    {
        ob_start();
        var_dump($value);
        $shown = ob_get_clean() . print_r($value, true) . json_encode($value, JSON_PARTIAL_OUTPUT_ON_ERROR) . print_r((array) $value, true);
        try {
            $shown .= var_export($value, true);
        } catch (\Throwable) {
            // Arguments of a stack trace may not be exportable.
        }
        foreach (self::SECRETS as $secret) {
            self::assertStringNotContainsString($secret, $shown);
        }
    }
}
