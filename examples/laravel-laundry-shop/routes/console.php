<?php

use App\Payments\CheckPayments;
use Illuminate\Support\Facades\Artisan;
use Illuminate\Support\Facades\Schedule;

// For webhooks that never arrived, for example because the shop was down.
Artisan::command('payments:check', fn (CheckPayments $payments) => $payments->checkAll())
    ->purpose('Ask KGiTON about all payments that nobody has reported as paid');

Schedule::command('payments:check')->everyFiveMinutes()->withoutOverlapping();
