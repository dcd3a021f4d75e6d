<?php

declare(strict_types=1);

namespace Psr\Log;

// What the SDK calls of PSR-3, which it does not require.
if (!interface_exists(LoggerInterface::class)) {
    interface LoggerInterface
    {
        /** @param array<mixed> $context */
        public function debug(string|\Stringable $message, array $context = []): void;

        /** @param array<mixed> $context */
        public function warning(string|\Stringable $message, array $context = []): void;
    }
}
