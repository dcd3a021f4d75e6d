import { readFile } from 'node:fs/promises';

/**
 * The text of a file in UTF-8. Editors on Windows put a byte order mark before it, which is no part of it.
 *
 * @throws {Error} when the file cannot be read, or is not UTF-8
 */
export async function readTextFile(file: string): Promise<string> {
  const bytes = await readFile(file);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Error('it is not UTF-8. Save it as UTF-8');
  }
}
