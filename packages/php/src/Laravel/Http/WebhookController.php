<?php

declare(strict_types=1);

namespace KGiTON\Payments\Laravel\Http;

use Illuminate\Contracts\Bus\Dispatcher as Bus;
use Illuminate\Contracts\Config\Repository;
use Illuminate\Contracts\Container\Container;
use Illuminate\Contracts\Events\Dispatcher as Events;
use Illuminate\Http\Request;
use Illuminate\Http\Response;
use KGiTON\Payments\Laravel\Events\UnknownEventReceived;
use KGiTON\Payments\Laravel\Jobs\ProcessPayment;
use KGiTON\Payments\UnknownEvent;

/** Acknowledges a verified webhook, once its payment has been handled or its job has been queued. */
final class WebhookController
{
    public function __invoke(Request $request, Container $app, Bus $bus, Events $events, Repository $config): Response
    {
        $event = VerifyWebhook::event($request);
        if ($event instanceof UnknownEvent) {
            $events->dispatch(new UnknownEventReceived($event));
        } elseif (filter_var($config->get('kgiton.queued'), FILTER_VALIDATE_BOOL)) {
            $job = new ProcessPayment($event->raw);
            /** @var string|null $connection */
            $connection = $config->get('kgiton.queue_connection') ?: null;
            /** @var string|null $queue */
            $queue = $config->get('kgiton.queue') ?: null;
            $bus->dispatch($job->onConnection($connection)->onQueue($queue));
        } else {
            $app->call([new ProcessPayment($event->raw), 'handle']);
        }
        return new Response('OK', 200, ['Content-Type' => 'text/plain']);
    }
}
