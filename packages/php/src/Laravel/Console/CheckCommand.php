<?php

declare(strict_types=1);

namespace KGiTON\Payments\Laravel\Console;

use Illuminate\Console\Command;
use Illuminate\Contracts\Config\Repository;
use Illuminate\Contracts\Events\Dispatcher;
use Illuminate\Database\DatabaseManager;
use Illuminate\Routing\Route;
use Illuminate\Routing\Router;
use KGiTON\Payments\Contract;
use KGiTON\Payments\Exception\KGiTONException;
use KGiTON\Payments\Exception\TransactionNotFoundException;
use KGiTON\Payments\Laravel\Events\PaymentSucceeded;
use KGiTON\Payments\Laravel\Http\VerifyWebhook;
use KGiTON\Payments\Laravel\Http\WebhookController;
use KGiTON\Payments\Laravel\ProcessedPayments;
use KGiTON\Payments\PartnerPayment;
use KGiTON\Payments\Webhooks;

/** Says what is missing before the first payment. It shows no secret. */
final class CheckCommand extends Command
{
    /** The contract allows no transaction id like this, so nobody has generated it. */
    private const NOBODY = 'kgiton:check';

    protected $signature = 'kgiton:check {--offline : Do not ask KGiTON whether it accepts the API key}';
    protected $description = 'Check API key, webhook secret, webhook route, table and listener of KGiTON payments';

    private bool $isComplete = true;

    public function handle(
        Repository $config,
        Webhooks $webhooks,
        Router $router,
        Dispatcher $events,
        DatabaseManager $databases,
    ): int {
        /** @var string $url */
        $url = $config->get('kgiton.base_url') ?: Contract::SERVER_URL;
        $this->checkKey($url);
        $secrets = count($webhooks->secrets());
        $isTest = in_array(Contract::TEST_WEBHOOK_SECRET, $webhooks->secrets(), true);
        $this->report('webhook secret', $secrets > 0, match (true) {
            $secrets === 0 => 'missing: set KGITON_WEBHOOK_SECRET',
            $isTest => 'that of the sandbox, which everybody knows',
            default => "{$secrets} set",
        });
        $routes = array_filter(
            $router->getRoutes()->getRoutes(),
            static fn (Route $route): bool => in_array(VerifyWebhook::class, $router->gatherRouteMiddleware($route), true),
        );
        $this->report('webhook route', $routes !== [], $routes === []
            ? 'missing: add Route::kgitonWebhook() to routes/web.php'
            : implode(', ', array_map(static fn (Route $route): string => url($route->uri()), $routes)));
        /** @var string|null $connection */
        $connection = $config->get('kgiton.connection') ?: null;
        $hasTable = $databases->connection($connection)->getSchemaBuilder()->hasTable(ProcessedPayments::TABLE);
        $this->report('table', $hasTable, $hasTable ? ProcessedPayments::TABLE : 'missing: run php artisan migrate');
        $needsListener = array_filter(
            $routes,
            static fn (Route $route): bool => ltrim($route->getActionName(), '\\') === WebhookController::class,
        ) !== [];
        if ($needsListener) {
            $hasListener = $events->hasListeners(PaymentSucceeded::class);
            $this->report('listener', $hasListener, ($hasListener ? 'of ' : 'missing: write one of ') . PaymentSucceeded::class);
            $queue = $config->get('kgiton.queue_connection') ?: $config->get('queue.default');
            $isQueued = filter_var($config->get('kgiton.queued'), FILTER_VALIDATE_BOOL);
            $this->report('handled', true, $isQueued ? "by a job of the queue \"{$queue}\"" : 'before the response');
        }
        return $this->isComplete ? self::SUCCESS : self::FAILURE;
    }

    private function checkKey(string $url): void
    {
        try {
            $payments = $this->laravel->make(PartnerPayment::class);
            if (!$this->option('offline')) {
                $payments->checkStatus(self::NOBODY);
            }
            $this->report('API key', true, "set, for {$url}");
        } catch (TransactionNotFoundException) {
            $this->report('API key', true, "accepted by {$url}");
        } catch (KGiTONException | \InvalidArgumentException $error) {
            $this->report('API key', false, $error->getMessage());
        }
    }

    private function report(string $what, bool $isFine, string $found): void
    {
        $this->isComplete = $this->isComplete && $isFine;
        $mark = $isFine ? '<info>ok</info>  ' : '<error>no</error>  ';
        $this->line($mark . str_pad($what, 16) . $found);
    }
}
