import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Its command, since it warns of sections of Node.js that do not matter, straight to the terminal. */
const POSTJECT = createRequire(import.meta.url).resolve('postject/dist/cli.js');

/** The mark in Node.js that says whether a program was added to it. Some distributions build Node.js without it. */
export const FUSE = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';

/**
 * Writes one program that needs no Node.js: a copy of the Node.js that runs this, with a CommonJS file in it. On Linux only:
 * elsewhere the program would have to be signed again.
 *
 * @param source the CommonJS file
 * @param path of the program
 */
export async function writeExecutable(source: string, path: string): Promise<void> {
  if (process.platform !== 'linux') throw new Error(`expected Linux, got ${process.platform}.`);
  const folder = await mkdtemp(join(tmpdir(), 'kgiton-executable-'));
  try {
    const [config, output] = [join(folder, 'config.json'), join(folder, 'program.blob')];
    // The code cache makes the start a quarter faster.
    const options = { main: source, output, disableExperimentalSEAWarning: true, useCodeCache: true };
    await writeFile(config, JSON.stringify(options));
    await run(process.execPath, ['--experimental-sea-config', config]);
    await copyFile(process.execPath, path);
    await run(process.execPath, [POSTJECT, path, 'NODE_SEA_BLOB', output, '--sentinel-fuse', FUSE]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The license of the Node.js that runs this, where its archives and its Debian package have it. */
export async function licenseOfNode(): Promise<string> {
  const prefix = dirname(dirname(process.execPath));
  const places = [join(prefix, 'LICENSE'), join(prefix, 'share/doc/nodejs/LICENSE')];
  const [text] = (await Promise.all(places.map((place) => readFile(place, 'utf8').catch(() => undefined)))).filter(
    (each) => each?.includes('Node.js'),
  );
  if (text === undefined) throw new Error(`expected the license of Node.js in ${places.join(' or ')}.`);
  return text;
}
