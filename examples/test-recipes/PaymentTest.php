<?php
// phpunit PaymentTest.php
use PHPUnit\Framework\TestCase;

final class PaymentTest extends TestCase
{
    private static string $sandbox;
    /** @var resource[] */
    private static array $processes = [];

    /** Starts a sandbox for all tests. */
    public static function setUpBeforeClass(): void
    {
        self::$sandbox = getenv('KGITON_SANDBOX_URL') ?: self::start();
        self::waitUntil(self::$sandbox . '/_sandbox/health');
    }

    public static function tearDownAfterClass(): void
    {
        foreach (self::$processes as $process) {
            proc_terminate($process);
            proc_close($process);
        }
    }

    public function testAnOrderIsPaidOnceItsWebhookHasArrived(): void
    {
        // An API key of this test alone, so that tests can run in parallel.
        $apiKey = 'kgiton_' . bin2hex(random_bytes(16));
        [$webhookUrl, $paidOrders] = self::startShop();

        self::call('POST', '/api/partner/payment/generate', $apiKey, [
            'transaction_id' => 'ORDER-1',
            'amount' => 50000,
            'license_key' => 'SANDB-ACTIV-E0000-00000-00001',
            'payment_type' => 'QRIS',
            'webhook_url' => $webhookUrl,
        ]);
        self::call('POST', '/_sandbox/payments/ORDER-1/pay', $apiKey);
        self::call('GET', '/_sandbox/deliveries?payment=ORDER-1&state=delivered&wait=5000', $apiKey);

        self::assertSame("ORDER-1\n", file_get_contents($paidOrders));
    }

    private static function call(string $method, string $path, string $apiKey, ?array $body = null): array
    {
        $context = stream_context_create(['http' => [
            'method' => $method,
            'header' => ["x-api-key: $apiKey", 'content-type: application/json'],
            'content' => $body === null ? '' : json_encode($body),
            'timeout' => 10,
        ]]);
        $response = file_get_contents(self::$sandbox . $path, false, $context);
        self::assertIsString($response, "$method $path");
        return json_decode($response, true);
    }

    /** Another command is "node kgiton-sandbox.cjs". */
    private static function start(): string
    {
        $command = getenv('KGITON_SANDBOX_COMMAND') ?: 'kgiton-sandbox';
        $output = self::open([...explode(' ', $command), '--port', '0', '--json']);
        return json_decode(fgets($output), true)['url'];
    }

    /** Stands in for your application, which `php -S` can serve as well. */
    private static function startShop(): array
    {
        // From a container, the sandbox reaches this test as host.docker.internal.
        $host = getenv('WEBHOOK_HOST') ?: '127.0.0.1';
        $listen = $host === '127.0.0.1' ? $host : '0.0.0.0';
        $socket = stream_socket_server("tcp://$listen:0");
        $port = parse_url('tcp://' . stream_socket_get_name($socket, false), PHP_URL_PORT);
        fclose($socket);
        $paidOrders = tempnam(sys_get_temp_dir(), 'paid');
        self::open([PHP_BINARY, '-S', "$listen:$port", __DIR__ . '/webhook.php'], ['PAID_ORDERS' => $paidOrders]);
        self::waitUntil("http://127.0.0.1:$port/health");
        return ["http://$host:$port/webhook/payment", $paidOrders];
    }

    /** @return resource what the program prints */
    private static function open(array $command, array $variables = [])
    {
        $output = [1 => ['pipe', 'w'], 2 => ['file', PHP_OS_FAMILY === 'Windows' ? 'NUL' : '/dev/null', 'w']];
        self::$processes[] = proc_open($command, $output, $pipes, null, $variables + getenv());
        return $pipes[1];
    }

    /** Waits at most 30 seconds. */
    private static function waitUntil(string $url): void
    {
        for ($attempt = 0; @file_get_contents($url) === false; $attempt++) {
            if ($attempt === 300) {
                throw new RuntimeException("$url does not respond");
            }
            usleep(100_000);
        }
    }
}
