import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const cli = join(dirname(createRequire(import.meta.url).resolve('@redocly/cli/package.json')), 'bin/cli.js');

export interface RedoclyResult {
  exitCode: number;
  /** What it printed for people and programs, without the banners that it draws about its own updates. */
  output: string;
}

/** Runs the Redocly CLI of this repository in `cwd`, without its telemetry and update check. Never throws on exit ≠ 0. */
export function redocly(args: readonly string[], cwd: string): Promise<RedoclyResult> {
  const env = {
    ...process.env,
    REDOCLY_TELEMETRY: 'off',
    REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true',
    NO_COLOR: '1',
  };
  return new Promise((resolve) => {
    execFile(process.execPath, [cli, ...args], { cwd, env, maxBuffer: 64 * 2 ** 20 }, (error, stdout, stderr) => {
      const exitCode = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
      resolve({ exitCode, output: withoutBanners(`${stdout}${stderr}`) });
    });
  });
}

function withoutBanners(output: string): string {
  return output
    .split('\n')
    .filter((line) => !/^\s*[╔║╚]/.test(line))
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
