<?php

declare(strict_types=1);

use App\Http\OwnController;
use Illuminate\Support\Facades\Route;

Route::kgitonWebhook('webhook/payment');
Route::post('form', [OwnController::class, 'form']);
Route::kgitonWebhook('own/webhook', [OwnController::class, 'webhook'])->name('.own');
