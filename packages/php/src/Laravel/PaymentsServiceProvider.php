<?php

declare(strict_types=1);

namespace KGiTON\Payments\Laravel;

use Illuminate\Contracts\Config\Repository;
use Illuminate\Contracts\Foundation\Application;
use Illuminate\Foundation\Http\Middleware\PreventRequestForgery;
use Illuminate\Foundation\Http\Middleware\VerifyCsrfToken;
use Illuminate\Log\LogManager;
use Illuminate\Routing\Route;
use Illuminate\Routing\Router;
use Illuminate\Support\ServiceProvider;
use KGiTON\Payments\ClientRules;
use KGiTON\Payments\Contract;
use KGiTON\Payments\KGiTON;
use KGiTON\Payments\Laravel\Console\CheckCommand;
use KGiTON\Payments\Laravel\Facades\Payments;
use KGiTON\Payments\Laravel\Http\VerifyWebhook;
use KGiTON\Payments\Laravel\Http\WebhookController;
use KGiTON\Payments\PartnerPayment;
use KGiTON\Payments\Webhooks;
use Psr\Log\LoggerInterface;

/** Configures the client from `config/kgiton.php`, and adds the webhook's route, table and command. Laravel finds it. */
final class PaymentsServiceProvider extends ServiceProvider
{
    private const CONFIG = __DIR__ . '/../../config/kgiton.php';
    private const MIGRATIONS = __DIR__ . '/../../database/migrations';

    public function register(): void
    {
        $this->mergeConfigFrom(self::CONFIG, 'kgiton');
        $this->app->singleton(KGiTON::class, static fn (Application $app): KGiTON => self::client($app));
        $this->app->singleton(
            PartnerPayment::class,
            static fn (Application $app): PartnerPayment => $app->make(KGiTON::class)->partnerPayment,
        );
        $this->app->alias(PartnerPayment::class, Payments::ROOT);
        // Without an API key, webhooks can still be verified.
        $this->app->singleton(Webhooks::class, static fn (Application $app): Webhooks => new Webhooks(self::secrets($app)));
        $this->app->bind(
            VerifyWebhook::class,
            static fn (Application $app): VerifyWebhook => new VerifyWebhook($app->make(Webhooks::class), self::logger($app)),
        );
    }

    public function boot(): void
    {
        $this->loadMigrationsFrom(self::MIGRATIONS);
        if ($this->app->runningInConsole()) {
            $this->publishes([self::CONFIG => $this->app->configPath('kgiton.php')], 'kgiton-config');
            $this->publishes([self::MIGRATIONS => $this->app->databasePath('migrations')], 'kgiton-migrations');
            $this->commands([CheckCommand::class]);
        }
        $router = $this->app->make(Router::class);
        $router->aliasMiddleware('kgiton.webhook', VerifyWebhook::class);
        Router::macro('kgitonWebhook', function (
            string $uri = 'webhook/payment',
            array|string|callable $action = WebhookController::class,
        ): Route {
            // @mago-expect analysis:docblock-type-mismatch A macro is bound to its object.
            /** @var Router $this */
            return $this->post($uri, $action)->name('kgiton.webhook')->middleware(VerifyWebhook::class)
                // No browser sends it, so it has no session and no CSRF token, and no limit of requests is meant for it.
                ->withoutMiddleware(['web', 'api', VerifyCsrfToken::class, PreventRequestForgery::class]);
        });
    }

    private static function client(Application $app): KGiTON
    {
        /** @var array{api_key: string|null, ...<string, string|int|float|null>} $config */
        $config = $app->make(Repository::class)->get('kgiton');
        $apiKey = trim((string) $config['api_key']);
        if ($apiKey === '') {
            throw new \InvalidArgumentException(
                'Expected an API key: set KGITON_API_KEY in .env, then run "php artisan config:clear".',
            );
        }
        // A variable without a value in .env is an empty string.
        $given = array_filter($config, static fn (mixed $value): bool => !in_array($value, [null, ''], true));
        return new KGiTON(
            apiKey: $apiKey,
            baseUrl: trim((string) ($given['base_url'] ?? Contract::SERVER_URL)),
            timeout: (float) ($given['timeout'] ?? ClientRules::DEFAULT_TIMEOUT / 1000),
            maxRetries: (int) ($given['max_retries'] ?? ClientRules::DEFAULT_MAX_RETRIES),
            webhookSecret: self::secrets($app),
            logger: self::logger($app),
        );
    }

    /** @return list<string> never null, which would be the environment variable: a cached configuration knows better */
    private static function secrets(Application $app): array
    {
        /** @var string|array<mixed> $secrets */
        $secrets = $app->make(Repository::class)->get('kgiton.webhook_secret') ?? [];
        return array_values(array_map(trim(...), array_filter((array) $secrets, is_string(...))));
    }

    private static function logger(Application $app): LoggerInterface
    {
        /** @var string|null $channel */
        $channel = $app->make(Repository::class)->get('kgiton.log_channel') ?: null;
        return $app->make(LogManager::class)->channel($channel);
    }
}
