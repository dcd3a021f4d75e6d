<?php

declare(strict_types=1);

namespace App\Http;

use App\Listeners\MarkOrderPaid;
use Illuminate\Http\Request;
use KGiTON\Payments\Laravel\Facades\Payments;
use KGiTON\Payments\Laravel\Http\VerifyWebhook;
use KGiTON\Payments\PaymentSuccessEvent;

final class OwnController
{
    /** A form of the shop, which CSRF protection covers. */
    public function form(): string
    {
        return 'OK';
    }

    public function webhook(Request $request, MarkOrderPaid $orders): string
    {
        $event = VerifyWebhook::event($request);
        if (!$event instanceof PaymentSuccessEvent) {
            return 'unknown';
        }
        return Payments::once($event, $orders->mark(...)) ? 'now' : 'before';
    }
}
