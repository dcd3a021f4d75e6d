<?php

declare(strict_types=1);

namespace App\Http;

/** Laravel 8 to 10 give an application one of its own. */
final class VerifyCsrfToken extends \Illuminate\Foundation\Http\Middleware\VerifyCsrfToken
{
}
