<?php

declare(strict_types=1);

namespace KGiTON\Payments\Exception;

/** 409: the transaction id was already used for a different payment. */
final class ConflictException extends KGiTONException
{
}
