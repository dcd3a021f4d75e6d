<?php

declare(strict_types=1);

namespace App;

use App\Listeners\MarkOrderPaid;
use Illuminate\Foundation\Support\Providers\EventServiceProvider as ServiceProvider;
use KGiTON\Payments\Laravel\Events\PaymentSucceeded;

final class EventServiceProvider extends ServiceProvider
{
    protected $listen = [PaymentSucceeded::class => [MarkOrderPaid::class]];

    /** Laravel 11 and newer would find the listener a second time. */
    public function shouldDiscoverEvents(): bool
    {
        return false;
    }
}
