<?php

use App\Http\Controllers\OrderController;
use Illuminate\Support\Facades\Route;

Route::get('/', [OrderController::class, 'create']);
Route::post('/orders', [OrderController::class, 'store']);
Route::get('/orders/{order}', [OrderController::class, 'show'])->name('orders.show');
Route::post('/orders/{order}/pay', [OrderController::class, 'pay']);
Route::post('/orders/{order}/cancel', [OrderController::class, 'cancel']);

// KGiTON reports payments here. The package verifies them and dispatches PaymentSucceeded.
Route::kgitonWebhook('/webhook/payment');
