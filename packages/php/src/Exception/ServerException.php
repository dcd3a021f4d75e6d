<?php

declare(strict_types=1);

namespace KGiTON\Payments\Exception;

/** 5xx: the server failed; your request is not at fault. */
class ServerException extends KGiTONException
{
}
