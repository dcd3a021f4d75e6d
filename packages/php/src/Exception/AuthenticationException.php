<?php

declare(strict_types=1);

namespace KGiTON\Payments\Exception;

/** 401: the API key is missing or unknown. */
final class AuthenticationException extends KGiTONException
{
}
