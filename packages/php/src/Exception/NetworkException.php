<?php

declare(strict_types=1);

namespace KGiTON\Payments\Exception;

/** No response arrived. The previous exception says why. */
class NetworkException extends KGiTONException
{
}
