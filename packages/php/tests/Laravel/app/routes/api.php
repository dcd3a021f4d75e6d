<?php

declare(strict_types=1);

use Illuminate\Support\Facades\Route;

Route::kgitonWebhook('webhook/payment')->name('.api');
