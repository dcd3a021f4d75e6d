<?php

declare(strict_types=1);

namespace KGiTON\Payments\Exception;

/** 400: the request is wrong. Correct the properties that `errors` names, then call again. */
final class ValidationException extends KGiTONException
{
}
