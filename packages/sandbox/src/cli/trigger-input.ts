import { isUtf8 } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { UsageError } from './options.js';

/** Headers that belong to the connection, which `fetch` manages. */
const OF_CONNECTION = ['connection', 'content-length', 'expect', 'keep-alive', 'transfer-encoding', 'upgrade'];

/** A body that is sent as it is, and the amount in it; 0 without one. @throws {UsageError} when it is not JSON */
export async function readData(file: string): Promise<{ body: string; amount: number }> {
  const what = file === '-' ? 'standard input' : file;
  const bytes = await (file === '-' ? buffer(process.stdin) : readFile(file)).catch((error: Error) => {
    throw new UsageError(`--data: cannot read ${what}: ${error.message}`);
  });
  if (!isUtf8(bytes)) throw new UsageError(`--data: expected JSON in UTF-8, but ${what} is not UTF-8.`);
  const body = bytes.toString('utf8');
  try {
    const { amount } = Object(JSON.parse(body.replace(/^\uFEFF/, ''))) as { amount?: unknown };
    return { body, amount: typeof amount === 'number' ? amount : 0 };
  } catch (error) {
    throw new UsageError(`--data: expected JSON in ${what}: ${(error as Error).message}`);
  }
}

/** Headers as `Name: value`. @throws {UsageError} when one is none */
export function customHeaders(given: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    given.map((header) => {
      const [, name = '', value = ''] = /^([^:]*):(.*)$/s.exec(header) ?? [];
      if (OF_CONNECTION.includes(name.toLowerCase())) {
        throw new UsageError(`--header: ${name} belongs to the connection and cannot be set.`);
      }
      try {
        new Headers([[name, value.trim()]]);
      } catch {
        throw new UsageError(`--header: expected NAME: VALUE, got ${JSON.stringify(header)}.`);
      }
      return [name, value.trim()];
    }),
  );
}
