<?php

declare(strict_types=1);

namespace KGiTON\Payments\Exception;

/** 403 or 404: the license key has expired, or is not one of yours. */
final class LicenseException extends KGiTONException
{
}
