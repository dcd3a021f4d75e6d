<?php

declare(strict_types=1);

namespace KGiTON\Payments\Tests;

use KGiTON\Payments\Http\CurlTransport;
use KGiTON\Payments\Http\HttpRequest;
use KGiTON\Payments\Http\TransportException;
use PHPUnit\Framework\TestCase;

final class CurlTransportTest extends TestCase
{
    /** Serves one connection with a program, and prints its port first. */
    private const SERVER = '$s = stream_socket_server("tcp://127.0.0.1:0"); echo explode(":", stream_socket_get_name($s, false))[1], "\n";'
        . '$c = stream_socket_accept($s, 30); fread($c, 65536); %s';

    public function testAnEndlessResponseEndsBeforeItUsesUpTheMemory(): void
    {
        $endless = 'fwrite($c, "HTTP/1.1 200 OK\r\n\r\n"); while (@fwrite($c, str_repeat("x", 65536)));';
        $before = memory_get_peak_usage(true);
        try {
            self::send($endless);
            self::fail('It has to throw.');
        } catch (TransportException $error) {
            self::assertSame('a response of more than 10485760 bytes', $error->getMessage());
            self::assertFalse($error->isUnsent);
        }
        self::assertLessThan($before + 64 * 1024 * 1024, memory_get_peak_usage(true));
    }

    public function testARepeatedHeaderIsJoinedAndThoseOf1xxAreNot(): void
    {
        $response = self::send('fwrite($c, "HTTP/1.1 103 Early Hints\r\nX-A: early\r\n\r\nHTTP/1.1 200 OK\r\nx-a: 1\r\nX-A: 2\r\n\r\nbody");');
        self::assertSame('1, 2', $response->header('X-a'));
        self::assertSame('body', $response->body);
    }

    public function testACompressedResponseIsReadAsText(): void
    {
        $send = '$b = gzencode("{}"); fwrite($c, "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " . strlen($b) . "\r\n\r\n" . $b);';
        self::assertSame('{}', self::send($send)->body);
    }

    public function testAProtocolOtherThanHttpIsNotSpoken(): void
    {
        $this->expectException(TransportException::class);
        (new CurlTransport())->send(new HttpRequest('GET', 'file:///etc/hostname', []), 5);
    }

    private static function send(string $program): \KGiTON\Payments\Http\HttpResponse
    {
        $server = proc_open([PHP_BINARY, '-r', sprintf(self::SERVER, $program)], [1 => ['pipe', 'w']], $pipes);
        self::assertIsResource($server);
        try {
            $port = trim((string) fgets($pipes[1]));
            return (new CurlTransport())->send(new HttpRequest('POST', "http://127.0.0.1:{$port}/", [], '{}'), 30);
        } finally {
            proc_terminate($server);
            proc_close($server);
        }
    }
}
