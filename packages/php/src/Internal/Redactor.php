<?php

declare(strict_types=1);

namespace KGiTON\Payments\Internal;

/**
 * Removes secrets from text.
 *
 * @internal
 */
final class Redactor
{
    /** License keys as KGiTON issues them, in upper or lower case. */
    private const LICENSE_KEY = '/\b[A-Z0-9]{5}(-[A-Z0-9]{5}){4}\b/i';

    /** @param Secret<list<string>> $secrets */
    private function __construct(private readonly Secret $secrets)
    {
    }

    /** @param list<string> $secrets strings too short to be secrets are not removed */
    public static function of(#[\SensitiveParameter] array $secrets): self
    {
        return new self(new Secret($secrets));
    }

    public function with(#[\SensitiveParameter] string $secret): self
    {
        return new self(new Secret([...$this->secrets->reveal(), $secret]));
    }

    public function redact(#[\SensitiveParameter] string $text): string
    {
        $secrets = array_filter($this->secrets->reveal(), static fn (string $secret): bool => strlen($secret) > 5);
        $known = str_replace($secrets, '[redacted]', $text);
        return preg_replace(self::LICENSE_KEY, '[redacted]', $known) ?? '';
    }
}
