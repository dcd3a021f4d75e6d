<?php

declare(strict_types=1);

namespace KGiTON\Payments\Testing;

/** A running sandbox, for tests. */
final class Sandbox
{
    private static ?self $shared = null;

    /** @param resource|null $process */
    private function __construct(public readonly string $url, private mixed $process = null)
    {
    }

    /** The sandbox of all tests of this process: started once, and stopped when PHP ends. */
    public static function shared(): self
    {
        if (self::$shared === null) {
            self::$shared = self::start();
            register_shutdown_function(self::$shared->stop(...));
        }
        return self::$shared;
    }

    /**
     * Uses the sandbox at `KGITON_SANDBOX_URL`, or starts one: with `KGITON_SANDBOX_COMMAND`, such as
     * `node kgiton-sandbox.cjs`, else the one that npm has installed here, else with npx.
     *
     * @throws SandboxException if it does not start
     */
    public static function start(): self
    {
        $url = getenv('KGITON_SANDBOX_URL') ?: null;
        if ($url !== null) {
            return new self(rtrim($url, '/'));
        }
        $errors = tmpfile() ?: throw new SandboxException('No temporary file could be created.');
        $command = [...self::command(), '--port', '0', '--json'];
        $pipes = [];
        $process = proc_open($command, [['file', self::nullDevice(), 'r'], ['pipe', 'w'], $errors], $pipes);
        $line = isset($pipes[1]) ? fgets($pipes[1]) : false;
        $banner = is_string($line) ? json_decode($line, true) : null;
        if ($process === false || !is_array($banner) || !is_string($banner['url'] ?? null)) {
            rewind($errors);
            $program = implode(' ', $command);
            throw new SandboxException("No sandbox starts with \"{$program}\": " . (string) stream_get_contents($errors));
        }
        return new self($banner['url'], $process);
    }

    /** Creates an account: payments, tokens, faults and a clock of its own. */
    public function createAccount(): SandboxAccount
    {
        $anonymous = new SandboxAccount($this->url, '');
        return new SandboxAccount($this->url, $anonymous->createAccount()->apiKey);
    }

    /** Ends the sandbox, if it was started here. */
    public function stop(): void
    {
        if (is_resource($this->process)) {
            proc_terminate($this->process);
            proc_close($this->process);
        }
        $this->process = null;
    }

    /** @return non-empty-list<string> */
    private static function command(): array
    {
        $given = getenv('KGITON_SANDBOX_COMMAND') ?: '';
        if (trim($given) !== '') {
            return explode(' ', trim($given));
        }
        $folder = getcwd() ?: '.';
        while (true) {
            $installed = "{$folder}/node_modules/@kgiton/sandbox/bin/kgiton-sandbox.js";
            if (is_file($installed)) {
                return ['node', $installed];
            }
            if ($folder === dirname($folder)) {
                return ['node', self::fromNpx()];
            }
            $folder = dirname($folder);
        }
    }

    /** The program that npx fetches. It is started without npx, which a signal would end without its child. */
    private static function fromNpx(): string
    {
        $command = ['npx', '--yes', '--package', '@kgiton/sandbox', '--call', 'command -v kgiton-sandbox'];
        $pipes = [];
        $process = proc_open($command, [['file', self::nullDevice(), 'r'], ['pipe', 'w']], $pipes);
        $path = isset($pipes[1]) ? trim((string) stream_get_contents($pipes[1])) : '';
        if ($process === false || proc_close($process) !== 0 || $path === '') {
            throw new SandboxException('npx cannot fetch @kgiton/sandbox: set KGITON_SANDBOX_URL or KGITON_SANDBOX_COMMAND.');
        }
        return $path;
    }

    /** @return non-empty-string */
    private static function nullDevice(): string
    {
        return PHP_OS_FAMILY === 'Windows' ? 'NUL' : '/dev/null';
    }
}
