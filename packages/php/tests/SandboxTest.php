<?php

declare(strict_types=1);

namespace KGiTON\Payments\Tests;

use KGiTON\Payments\Exception\ConflictException;
use KGiTON\Payments\Exception\InsufficientTokensException;
use KGiTON\Payments\Exception\TransactionNotFoundException;
use KGiTON\Payments\PaymentStatus;
use KGiTON\Payments\Testing\DeliveryState;
use KGiTON\Payments\Testing\FaultKind;
use KGiTON\Payments\Testing\LicenseChange;
use KGiTON\Payments\Testing\Sandbox;
use KGiTON\Payments\Testing\SandboxException;
use KGiTON\Payments\Testing\UsesSandbox;
use KGiTON\Payments\Webhooks;
use PHPUnit\Framework\TestCase;

/** Against a real sandbox, through the helper that partners use for their own tests. */
final class SandboxTest extends TestCase
{
    use UsesSandbox;

    private const LICENSE_KEY = 'SANDB-ACTIV-E0000-00000-00001';

    protected function setUp(): void
    {
        if (getenv('KGITON_SANDBOX_URL') === false && getenv('KGITON_SANDBOX_COMMAND') === false && !is_dir(__DIR__ . '/../../../node_modules')) {
            self::markTestSkipped('no sandbox: set KGITON_SANDBOX_URL, or run npm ci in the repository');
        }
    }

    public function testACustomerPaysAndTheWebhookArrives(): void
    {
        [$webhookUrl, $received] = $this->startEndpoint();
        $payments = $this->sandbox()->kgiton()->partnerPayment;
        $payment = $payments->generateQris('ORDER-1', 50000, self::LICENSE_KEY, webhookUrl: $webhookUrl);
        self::assertSame(PaymentStatus::Pending, $payments->checkStatus('ORDER-1')->paymentStatus);
        $this->sandbox()->payPayment('ORDER-1');
        $delivery = $this->sandbox()->waitForDelivery('ORDER-1', 30);
        self::assertSame(DeliveryState::Delivered, $delivery->state);
        self::assertSame(200, $delivery->attempts[0]->status);
        self::assertSame("{$payment->paymentId} ORDER-1 50000\n", file_get_contents($received));
        self::assertTrue((new Webhooks('whsec_test_kgiton'))->verify($delivery->body, array_change_key_case($delivery->headers)['x-kgiton-signature']));
        $status = $payments->waitForPayment('ORDER-1');
        self::assertSame(PaymentStatus::Paid, $status->paymentStatus);
        self::assertTrue($status->webhookSent);
    }

    public function testALostResponseIsRetriedAndTakesOneToken(): void
    {
        $sandbox = $this->sandbox();
        $sandbox->setLicense(self::LICENSE_KEY, new LicenseChange(tokens: 5));
        $sandbox->fault(FaultKind::LostResponse, times: 1);
        $clock = new TableClock();
        $payment = $sandbox->kgiton($clock)->partnerPayment->generateQris('ORDER-1', 50000, self::LICENSE_KEY);
        self::assertSame($payment->paymentId, $sandbox->getPayment('ORDER-1')->paymentId);
        self::assertSame([250.0], $clock->delays);
        self::assertSame(4, $sandbox->getLicense(self::LICENSE_KEY)->tokens);
    }

    public function testAPaymentExpiresWhenItsTimeHasPassed(): void
    {
        $payments = $this->sandbox()->kgiton()->partnerPayment;
        $payments->generateCheckoutPage('ORDER-1', 50000, self::LICENSE_KEY, expiryMinutes: 10);
        $this->sandbox()->advance(minutes: 11);
        self::assertSame(PaymentStatus::Expired, $payments->waitForPayment('ORDER-1')->paymentStatus);
    }

    public function testAnAccountKnowsNothingOfAnother(): void
    {
        $this->sandbox()->kgiton()->partnerPayment->generateQris('ORDER-1', 50000, self::LICENSE_KEY);
        $this->expectException(TransactionNotFoundException::class);
        Sandbox::shared()->createAccount()->kgiton()->partnerPayment->checkStatus('ORDER-1');
    }

    public function testErrorsHaveClassesOfTheirOwn(): void
    {
        $payments = $this->sandbox()->kgiton()->partnerPayment;
        $payments->generateQris('ORDER-1', 50000, self::LICENSE_KEY);
        try {
            $payments->generateQris('ORDER-1', 60000, self::LICENSE_KEY);
            self::fail('It has to throw.');
        } catch (ConflictException $error) {
            self::assertSame('DUPLICATE_TRANSACTION', $error->errorCode);
            self::assertNotNull($error->requestId);
        }
        $this->expectException(InsufficientTokensException::class);
        $payments->generateQris('ORDER-2', 50000, 'SANDB-EMPTY-00000-00000-00001');
    }

    public function testAWebhookThatDoesNotArriveFailsTheTestWithItsReason(): void
    {
        $this->sandbox()->kgiton()->partnerPayment->generateQris('ORDER-1', 50000, self::LICENSE_KEY, webhookUrl: 'http://127.0.0.1:9/');
        $this->sandbox()->payPayment('ORDER-1');
        $this->sandbox()->listDeliveries(wait: 30_000);
        $this->expectException(SandboxException::class);
        $this->expectExceptionMessageMatches('/webhook of ORDER-1 was not delivered within 0.2 s: the last attempt: .+/');
        $this->sandbox()->waitForDelivery('ORDER-1', 0.2);
    }

    public function testARefusedActionHasACode(): void
    {
        try {
            $this->sandbox()->payPayment('NOBODY');
            self::fail('It has to throw.');
        } catch (SandboxException $error) {
            self::assertNotNull($error->errorCode);
            self::assertStringContainsString('/_sandbox/payments/NOBODY/pay: status 404', $error->getMessage());
        }
    }

    public function testASandboxIsStartedAndStopped(): void
    {
        $command = getenv('KGITON_SANDBOX_COMMAND');
        $url = getenv('KGITON_SANDBOX_URL');
        putenv('KGITON_SANDBOX_URL');
        putenv('KGITON_SANDBOX_COMMAND=node ' . dirname(__DIR__, 2) . '/sandbox/bin/kgiton-sandbox.js');
        try {
            $sandbox = Sandbox::start();
            self::assertSame('ok', $sandbox->createAccount()->getHealth()->status);
            $sandbox->stop();
            self::assertFalse(@file_get_contents("{$sandbox->url}/_sandbox/health"));
            putenv('KGITON_SANDBOX_COMMAND=false');
            $this->expectException(SandboxException::class);
            $this->expectExceptionMessage('No sandbox starts with "false --port 0 --json"');
            Sandbox::start();
        } finally {
            putenv($command === false ? 'KGITON_SANDBOX_COMMAND' : "KGITON_SANDBOX_COMMAND={$command}");
            putenv($url === false ? 'KGITON_SANDBOX_URL' : "KGITON_SANDBOX_URL={$url}");
        }
    }

    public function testWithoutAnInstalledSandboxNpxFetchesOneThatEndsWithTheTests(): void
    {
        $folder = sys_get_temp_dir() . '/kgiton-npx-' . bin2hex(random_bytes(6));
        mkdir($folder);
        // npx as far as this is concerned: it says where the program is that it has fetched.
        file_put_contents("{$folder}/npx", "#!/bin/sh\necho " . dirname(__DIR__, 2) . '/sandbox/bin/kgiton-sandbox.js');
        chmod("{$folder}/npx", 0o755);
        [$path, $url, $here] = [(string) getenv('PATH'), getenv('KGITON_SANDBOX_URL'), (string) getcwd()];
        putenv("PATH={$folder}:{$path}");
        putenv('KGITON_SANDBOX_URL');
        chdir($folder);
        try {
            $sandbox = Sandbox::start();
            self::assertSame('ok', $sandbox->createAccount()->getHealth()->status);
            $sandbox->stop();
            self::assertFalse(@file_get_contents("{$sandbox->url}/_sandbox/health"));
        } finally {
            chdir($here);
            putenv("PATH={$path}");
            putenv($url === false ? 'KGITON_SANDBOX_URL' : "KGITON_SANDBOX_URL={$url}");
            unlink("{$folder}/npx");
            rmdir($folder);
        }
    }

    /** @return array{string, string} the URL of a shop's webhook, and the file that it writes into */
    private function startEndpoint(): array
    {
        $received = (string) tempnam(sys_get_temp_dir(), 'kgiton');
        $socket = stream_socket_server('tcp://127.0.0.1:0');
        self::assertIsResource($socket);
        $address = (string) stream_socket_get_name($socket, false);
        fclose($socket);
        $server = proc_open(
            [PHP_BINARY, '-S', $address, __DIR__ . '/endpoint.php'],
            [1 => ['file', '/dev/null', 'w'], 2 => ['file', '/dev/null', 'w']],
            $pipes,
            null,
            ['RECEIVED' => $received] + getenv(),
        );
        self::assertIsResource($server);
        register_shutdown_function(static function () use ($server, $received): void {
            proc_terminate($server);
            proc_close($server);
            @unlink($received);
        });
        for ($attempt = 0; @file_get_contents("http://{$address}/health") === false; $attempt++) {
            self::assertLessThan(600, $attempt, 'the endpoint starts');
            usleep(50_000);
        }
        return ["http://{$address}/webhook", $received];
    }
}
