<?php

declare(strict_types=1);

namespace App\Http;

use Illuminate\Cookie\Middleware\EncryptCookies;
use Illuminate\Foundation\Http\Kernel as HttpKernel;
use Illuminate\Foundation\Http\Middleware\ConvertEmptyStringsToNull;
use Illuminate\Foundation\Http\Middleware\TrimStrings;
use Illuminate\Foundation\Http\Middleware\ValidatePostSize;
use Illuminate\Routing\Middleware\SubstituteBindings;
use Illuminate\Session\Middleware\StartSession;

/** The middleware of a new application. */
final class Kernel extends HttpKernel
{
    protected $middleware = [ValidatePostSize::class, TrimStrings::class, ConvertEmptyStringsToNull::class];

    protected $middlewareGroups = [
        'web' => [EncryptCookies::class, StartSession::class, VerifyCsrfToken::class, SubstituteBindings::class],
        'api' => ['throttle:2,1', SubstituteBindings::class],
    ];

    protected $routeMiddleware = ['throttle' => \Illuminate\Routing\Middleware\ThrottleRequests::class];
    protected $middlewareAliases = ['throttle' => \Illuminate\Routing\Middleware\ThrottleRequests::class];
}
