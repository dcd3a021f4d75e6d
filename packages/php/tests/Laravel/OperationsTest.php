<?php

declare(strict_types=1);

namespace KGiTON\Payments\Tests\Laravel;

use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Artisan;
use Illuminate\Support\Facades\DB;
use Illuminate\Support\Facades\Event;
use Illuminate\Support\Facades\Queue;
use Illuminate\Support\Facades\Schema;
use KGiTON\Payments\Laravel\Events\PaymentSucceeded;
use KGiTON\Payments\Laravel\Facades\Payments;
use KGiTON\Payments\Laravel\Jobs\ProcessPayment;
use KGiTON\Payments\Webhooks;

/** Queue, caches, several databases, and the commands. */
final class OperationsTest extends LaravelTestCase
{
    public function testAQueuedJobHandlesAPaymentOnce(): void
    {
        $this->useQueue();
        self::assertSame(200, $this->deliver(self::body())->getStatusCode());
        self::assertSame(200, $this->deliver(self::body())->getStatusCode());
        self::assertSame([0, 2], [self::paid(), DB::table('jobs')->count()]);
        self::assertStringNotContainsString(self::SECRET, (string) DB::table('jobs')->value('payload'));
        $this->work();
        $this->work();
        self::assertSame([50000, 1, 0], [self::paid(), self::recorded(), DB::table('jobs')->count()]);
    }

    public function testAJobThatFailsKeepsNothingAndWaitsForItsNextTry(): void
    {
        $this->useQueue();
        self::assertSame(200, $this->deliver(self::body('FAILS-1'))->getStatusCode());
        $this->work();
        self::assertSame([0, 0], [self::paid('FAILS-1'), self::recorded()]);
        $job = DB::table('jobs')->first();
        self::assertSame(1, (int) $job->attempts);
        self::assertEqualsWithDelta(time() + 60, (int) $job->available_at, 30);
    }

    public function testWithQueueFakeTheJobCanBeAsserted(): void
    {
        config(['kgiton.queued' => true, 'kgiton.queue' => 'payments']);
        Queue::fake();
        self::assertSame(200, $this->deliver(self::body())->getStatusCode());
        Queue::assertPushedOn('payments', ProcessPayment::class, static fn (ProcessPayment $job): bool => $job->payload['amount'] === 50000);
    }

    public function testWithQueueFakeAPaymentThatIsNotQueuedIsHandled(): void
    {
        Queue::fake();
        self::assertSame(200, $this->deliver(self::body())->getStatusCode());
        self::assertSame(50000, self::paid());
    }

    public function testTheSyncQueuePassesTheFailureOn(): void
    {
        config(['kgiton.queued' => 'true']);
        self::assertSame(500, $this->deliver(self::body('FAILS-1'))->getStatusCode());
        self::assertSame(200, $this->deliver(self::body())->getStatusCode());
        self::assertSame([0, 50000], [self::paid('FAILS-1'), self::paid()]);
    }

    public function testAQueuedListenerGetsTheEvent(): void
    {
        $event = new PaymentSucceeded(Webhooks::createTestEvent(['amount' => 7000]));
        self::assertEquals($event, unserialize(serialize($event)));
    }

    public function testTheRecordIsInTheDatabaseOfTheOrders(): void
    {
        config(['kgiton.connection' => 'second']);
        Artisan::call('migrate:fresh', ['--force' => true]);
        self::assertTrue(Schema::connection('second')->hasTable('kgiton_processed_payments'));
        self::assertFalse(Schema::hasTable('kgiton_processed_payments'));
        $payment = Webhooks::createTestEvent();
        try {
            Payments::once($payment, static fn () => throw new \RuntimeException('no'));
            self::fail('It has to throw.');
        } catch (\RuntimeException) {
            self::assertSame(0, DB::connection('second')->table('kgiton_processed_payments')->count());
        }
        self::assertTrue(Payments::once($payment, static fn () => null));
        self::assertSame(1, DB::connection('second')->table('kgiton_processed_payments')->count());
    }

    public function testEverythingWorksWithCachedConfigurationRoutesAndEvents(): void
    {
        Artisan::call('config:cache');
        Artisan::call('route:cache');
        Artisan::call('event:cache');
        // A cached configuration is all there is: Laravel reads no .env file then.
        $this->setEnvironment(['KGITON_API_KEY' => null, 'KGITON_WEBHOOK_SECRET' => null]);
        $this->refreshApplication();
        self::assertTrue($this->app->configurationIsCached() && $this->app->routesAreCached());
        self::assertSame(200, $this->deliver(self::body())->getStatusCode());
        self::assertSame(50000, self::paid());
        self::assertSame(419, $this->post('/form')->getStatusCode());
        Payments::getFacadeRoot();
    }

    public function testACachedConfigurationWithoutASecretDoesNotReadTheEnvironment(): void
    {
        $this->setEnvironment(['KGITON_WEBHOOK_SECRET' => null]);
        Artisan::call('config:cache');
        $this->setEnvironment(['KGITON_WEBHOOK_SECRET' => self::SECRET]);
        $this->refreshApplication();
        self::assertSame(500, $this->deliver(self::body())->getStatusCode());
    }

    public function testConfigurationAndMigrationCanBePublished(): void
    {
        Artisan::call('vendor:publish', ['--tag' => 'kgiton-config']);
        Artisan::call('vendor:publish', ['--tag' => 'kgiton-migrations']);
        self::assertFileEquals(__DIR__ . '/../../config/kgiton.php', "{$this->folder}/config/kgiton.php");
        self::assertFileExists("{$this->folder}/database/migrations/2026_01_01_000000_create_kgiton_processed_payments_table.php");
        Artisan::call('migrate:fresh', ['--force' => true]);
        Artisan::call('migrate', ['--force' => true]);
        self::assertTrue(Schema::hasTable('kgiton_processed_payments'));
        Artisan::call('migrate:rollback', ['--force' => true]);
        self::assertFalse(Schema::hasTable('kgiton_processed_payments'));
    }

    public function testTheCheckFindsWhatIsThere(): void
    {
        self::assertSame(0, Artisan::call('kgiton:check', ['--offline' => true]));
        $output = Artisan::output();
        self::assertMatchesRegularExpression('~^ok  API key +set, for https://api.kgiton.com$~m', $output);
        self::assertMatchesRegularExpression('~^ok  webhook secret +1 set$~m', $output);
        self::assertMatchesRegularExpression('~^ok  webhook route +http://localhost/webhook/payment, ~m', $output);
        self::assertMatchesRegularExpression('~^ok  table +kgiton_processed_payments$~m', $output);
        self::assertMatchesRegularExpression('~^ok  handled +before the response$~m', $output);
        self::assertStringNotContainsString(self::SECRET, $output);
        self::assertStringNotContainsString('kgiton_of_the_shop', $output);
    }

    public function testTheCheckFindsWhatIsMissing(): void
    {
        config(['kgiton.api_key' => '', 'kgiton.webhook_secret' => ' ']);
        Schema::drop('kgiton_processed_payments');
        Event::forget(PaymentSucceeded::class);
        self::assertSame(1, Artisan::call('kgiton:check', ['--offline' => true]));
        $output = Artisan::output();
        foreach (['set KGITON_API_KEY', 'set KGITON_WEBHOOK_SECRET', 'run php artisan migrate', 'missing: write one of'] as $missing) {
            self::assertStringContainsString($missing, $output);
        }
        self::assertSame(4, preg_match_all('/^no /m', $output));
    }

    public function testTheCheckAsksWhetherTheKeyIsAccepted(): void
    {
        $fake = Payments::fake();
        self::assertSame(0, Artisan::call('kgiton:check'));
        self::assertStringContainsString('accepted by https://api.kgiton.com', Artisan::output());
        $fake->respondWith(\KGiTON\Payments\ErrorCode::AuthenticationError);
        self::assertSame(1, Artisan::call('kgiton:check'));
        self::assertMatchesRegularExpression('/^no  API key +The `x-api-key` header is missing, or the key is unknown/m', Artisan::output());
    }

    private function useQueue(): void
    {
        config(['kgiton.queued' => true, 'kgiton.queue_connection' => 'database']);
        Schema::create('jobs', static function (Blueprint $table): void {
            $table->bigIncrements('id');
            $table->string('queue')->index();
            $table->longText('payload');
            $table->unsignedTinyInteger('attempts');
            $table->unsignedInteger('reserved_at')->nullable();
            $table->unsignedInteger('available_at');
            $table->unsignedInteger('created_at');
        });
    }

    private function work(): void
    {
        Artisan::call('queue:work', ['connection' => 'database', '--once' => true, '--sleep' => 0]);
    }
}
