<?php

declare(strict_types=1);

namespace KGiTON\Payments\Tests\Laravel;

use Illuminate\Contracts\Console\Kernel;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Foundation\Testing\TestCase;
use Illuminate\Support\Facades\Artisan;
use Illuminate\Support\Facades\DB;
use Illuminate\Support\Facades\Schema;
use Illuminate\Testing\TestResponse;
use KGiTON\Payments\Webhooks;

/** A real application of the Laravel at hand, with a database in a file. */
abstract class LaravelTestCase extends TestCase
{
    protected const SECRET = 'whsec_of_the_shop';

    /** In production, Laravel checks CSRF tokens, which it does not in tests. */
    private const ENVIRONMENT = [
        'APP_ENV' => 'production',
        'KGITON_API_KEY' => 'kgiton_of_the_shop',
        'KGITON_WEBHOOK_SECRET' => self::SECRET,
    ];

    protected string $folder;
    /** @var array{callable|null, callable|null} those of PHPUnit */
    private array $handlers;

    public function createApplication()
    {
        if (!isset($this->folder)) {
            $this->folder = sys_get_temp_dir() . '/kgiton-laravel-' . bin2hex(random_bytes(6));
            (require __DIR__ . '/create-app.php')($this->folder);
            $this->setEnvironment(self::ENVIRONMENT);
        }
        $app = require "{$this->folder}/bootstrap/app.php";
        $app->make(Kernel::class)->bootstrap();
        return $app;
    }

    protected function setUp(): void
    {
        $this->handlers = self::handlers();
        parent::setUp();
        Artisan::call('migrate', ['--force' => true]);
        Schema::create('orders', static function (Blueprint $table): void {
            $table->string('id')->primary();
            $table->integer('paid')->default(0);
        });
        DB::table('orders')->insert([['id' => 'ORDER-1'], ['id' => 'FAILS-1']]);
    }

    protected function tearDown(): void
    {
        parent::tearDown();
        $this->setEnvironment(array_fill_keys(array_keys(self::ENVIRONMENT), null));
        (new \Illuminate\Filesystem\Filesystem())->deleteDirectory($this->folder);
        // Laravel leaves those of each application; PHPUnit wants its own back.
        for ($count = 0; $count < 20 && self::handlers()[0] !== $this->handlers[0]; $count++) {
            restore_error_handler();
        }
        for ($count = 0; $count < 20 && self::handlers()[1] !== $this->handlers[1]; $count++) {
            restore_exception_handler();
        }
    }

    /** @return array{callable|null, callable|null} */
    private static function handlers(): array
    {
        $handlers = [set_error_handler(null), set_exception_handler(null)];
        restore_error_handler();
        restore_exception_handler();
        return $handlers;
    }

    /** @param array<string, string|null> $variables */
    protected function setEnvironment(array $variables): void
    {
        foreach ($variables as $name => $value) {
            putenv($value === null ? $name : "{$name}={$value}");
            unset($_SERVER[$name], $_ENV[$name]);
            if ($value !== null) {
                $_SERVER[$name] = $_ENV[$name] = $value;
            }
        }
    }

    /** @param array<string, mixed> $properties */
    protected static function body(string $transactionId = 'ORDER-1', array $properties = []): string
    {
        $event = ['transaction_id' => $transactionId, 'amount' => 50000, 'payment_id' => "PAY-{$transactionId}"];
        return (string) json_encode(Webhooks::createTestEvent($properties + $event));
    }

    /** @param array<string, string> $headers */
    protected function deliver(string $body, string $uri = '/webhook/payment', array $headers = []): TestResponse
    {
        $headers += ['Content-Type' => 'application/json', 'X-KGiTON-Signature' => Webhooks::sign($body, self::SECRET)];
        return $this->call('POST', $uri, [], [], [], $this->transformHeadersToServerVars($headers), $body);
    }

    protected static function paid(string $order = 'ORDER-1'): int
    {
        return (int) DB::table('orders')->where('id', $order)->value('paid');
    }

    protected static function recorded(): int
    {
        return DB::table('kgiton_processed_payments')->count();
    }

    protected function log(): string
    {
        return (string) @file_get_contents("{$this->folder}/storage/logs/laravel.log");
    }
}
