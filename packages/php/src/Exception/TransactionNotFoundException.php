<?php

declare(strict_types=1);

namespace KGiTON\Payments\Exception;

/** 404 of a status: no payment with this transaction id was generated with this API key. */
final class TransactionNotFoundException extends KGiTONException
{
}
