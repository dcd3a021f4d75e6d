import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '../../../scripts/paths.js';

export interface SignatureVector {
  name: string;
  secret: string;
  body: Uint8Array<ArrayBuffer>;
  signature: string;
  valid: boolean;
}

interface StoredVector extends Omit<SignatureVector, 'body'> {
  body: { text?: string; base64?: string; times?: number };
}

/** The vectors in `test/vectors`, computed by OpenSSL. */
export async function signatureVectors(): Promise<SignatureVector[]> {
  const file = await readFile(join(ROOT, 'test/vectors/webhook-signatures.json'), 'utf8');
  const { vectors } = JSON.parse(file) as { vectors: StoredVector[] };
  return vectors.map(({ body: { text, base64, times = 1 }, ...vector }) => {
    const once = text === undefined ? Buffer.from(base64 ?? '', 'base64') : Buffer.from(text);
    return { ...vector, body: new Uint8Array(Buffer.concat(Array<Buffer>(times).fill(once))) };
  });
}
