import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

const NEW_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];

/** A key and its certificate for 127.0.0.1. */
export interface Certificate {
  key: string;
  cert: string;
  /** The certificate of the authority that signed it. */
  ca: string;
}

/** Makes a key and a certificate for 127.0.0.1 that nobody but itself has signed. */
export function selfSigned(): Promise<Certificate> {
  return certificate(async (cert) => [cert, []]);
}

/** Makes a key and a certificate for 127.0.0.1, signed by an authority that nobody knows. */
export function signedByOwnAuthority(): Promise<Certificate> {
  return certificate(async (_, folder) => {
    const [ca, key] = [join(folder, 'ca.pem'), join(folder, 'ca-key.pem')];
    await run('openssl', ['req', '-x509', ...NEW_KEY, '-subj', '/CN=authority', '-keyout', key, '-out', ca]);
    return [ca, ['-CA', ca, '-CAkey', key]];
  });
}

/** @param sign prepares the authority; resolves with the file of its certificate, and with what says that it signs */
async function certificate(sign: (cert: string, folder: string) => Promise<[ca: string, args: string[]]>) {
  const folder = await mkdtemp(join(tmpdir(), 'kgiton-certificate-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  try {
    const [ca, signing] = await sign(cert, folder);
    const names = ['-subj', '/CN=shop', '-addext', 'subjectAltName=IP:127.0.0.1'];
    await run('openssl', ['req', '-x509', ...NEW_KEY, ...names, ...signing, '-keyout', key, '-out', cert]);
    const [one, another, third] = await Promise.all([key, cert, ca].map((file) => readFile(file, 'utf8')));
    return { key: one, cert: another, ca: third } as Certificate;
  } finally {
    await rm(folder, { recursive: true });
  }
}
