import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../../scripts/ports.js';
import { run } from '../../compatibility/run.js';

const verdaccio = fileURLToPath(new URL('toolchain/node_modules/verdaccio/bin/verdaccio', import.meta.url));

/** Whether the registry is installed: `npm ci --prefix test/end-to-end/first-steps/toolchain --ignore-scripts`. */
export const hasRegistry = existsSync(verdaccio);

/** A registry on this machine. What it does not have, it gets from the one that npm is set to. */
export interface Registry extends AsyncDisposable {
  url: string;
  /** The variables with which npm takes everything from it, and may publish to it. */
  environment: Readonly<Record<string, string>>;
}

export async function startRegistry(folder: string): Promise<Registry> {
  await mkdir(folder);
  const { output } = await run('npm', ['config', 'get', 'registry'], folder, process.env);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/`;
  const npmrc = join(folder, 'npmrc');
  const config = {
    storage: join(folder, 'storage'),
    uplinks: { npm: { url: output.trim(), maxage: '30m', timeout: '60s' } },
    packages: {
      // Never asked for elsewhere: somebody else could have the name.
      '@kgiton/*': { access: '$all', publish: '$all' },
      '**': { access: '$all', proxy: 'npm' },
    },
    max_body_size: '50mb',
    log: { type: 'stdout', format: 'pretty', level: 'warn' },
  };
  await writeFile(join(folder, 'config.yaml'), JSON.stringify(config));
  // npm publishes nothing without a token; this registry asks for none.
  await writeFile(npmrc, `//127.0.0.1:${port}/:_authToken=anything\n`);
  const child = spawn(
    process.execPath,
    [verdaccio, '--config', join(folder, 'config.yaml'), '--listen', `127.0.0.1:${port}`],
    {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let log = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      log += text;
    });
  }
  const isUp = () =>
    fetch(`${url}-/ping`).then(
      ({ ok }) => ok,
      () => false,
    );
  for (const deadline = Date.now() + 60_000; !(await isUp()); await delay(100)) {
    if (child.exitCode !== null || Date.now() > deadline) throw new Error(`verdaccio does not start:\n${log}`);
  }
  return {
    url,
    environment: { npm_config_registry: url, npm_config_userconfig: npmrc, npm_config_cache: join(folder, 'cache') },
    async [Symbol.asyncDispose]() {
      child.kill();
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}
