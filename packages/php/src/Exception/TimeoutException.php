<?php

declare(strict_types=1);

namespace KGiTON\Payments\Exception;

/** No complete response arrived within the timeout. */
final class TimeoutException extends NetworkException
{
}
