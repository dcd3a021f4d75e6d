import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { REPOSITORY } from '../../../packages/docs/src/packages.js';
import { ROOT } from '../../../scripts/paths.js';
import { run } from '../../compatibility/run.js';
import type { Environment } from './terminal.js';

/** A computer on which nothing of this repository is yet, and which reaches the repository under its own address. */
export interface Computer extends AsyncDisposable {
  /** Where a reader works. */
  home: string;
  environment: Environment;
}

export async function newComputer(): Promise<Computer> {
  const root = await mkdtemp(join(tmpdir(), 'kgiton-first-steps-'));
  const [home, origin, temporary] = ['home', 'origin', 'tmp'].map((name) => join(root, name)) as [
    string,
    string,
    string,
  ];
  await Promise.all([home, origin, temporary].map((path) => mkdir(path)));
  await commitWorkingTree(origin);
  return {
    home,
    environment: {
      PATH: process.env.PATH ?? '',
      HOME: process.env.HOME ?? homedir(),
      TMPDIR: temporary,
      NO_COLOR: '1',
      // `git clone` of the address that readers are told gets the working tree.
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: `url.${origin}.insteadOf`,
      GIT_CONFIG_VALUE_0: `${REPOSITORY}.git`,
      // Answers npx as the guide says, takes what npm has downloaded before, and keeps quiet.
      npm_config_yes: 'true',
      npm_config_prefer_offline: 'true',
      npm_config_audit: 'false',
      npm_config_fund: 'false',
      npm_config_update_notifier: 'false',
      REDOCLY_TELEMETRY: 'off',
      REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true',
    },
    [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }),
  };
}

/** Makes a repository of every file that is tracked here, or would be, as it is now. */
async function commitWorkingTree(folder: string): Promise<void> {
  const git = async (cwd: string, ...args: string[]) => {
    const { exitCode, output } = await run('git', args, cwd);
    if (exitCode !== 0) throw new Error(`git ${args[0]}: ${output}`);
    return output;
  };
  const files = (await git(ROOT, 'ls-files', '-z', '--cached', '--others', '--exclude-standard')).split('\0');
  const deleted = new Set((await git(ROOT, 'ls-files', '-z', '--deleted')).split('\0'));
  for (const file of new Set(files)) {
    if (file && !deleted.has(file)) await cp(join(ROOT, file), join(folder, file));
  }
  await git(folder, 'init', '--quiet', '--initial-branch=main');
  await git(folder, 'add', '--all');
  await git(folder, '-c', 'user.name=Test', '-c', 'user.email=test@example.com', 'commit', '--quiet', '-m', 'As it is');
}
