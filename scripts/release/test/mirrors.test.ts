import { chmod, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { run } from '../../../test/compatibility/run.js';
import { type Command, describeWithTools } from '../../../test/support/describe-with-tools.js';
import { ROOT } from '../../paths.js';

interface Mirror {
  jobs: { mirror: { steps: { run?: string }[] } };
}

const commit = 'git -c user.name=t -c user.email=t@example.com commit --quiet --message all';
const MIRRORS: { name: string; folder: string; tools: Command[]; pack: string; archive: string; files: string[] }[] = [
  {
    name: 'php-mirror.yml',
    folder: 'packages/php',
    tools: [['composer', '--version', '--no-interaction']],
    pack: 'COMPOSER_ALLOW_SUPERUSER=1 composer archive --format=zip --dir=.. --file=kgiton-payments-php',
    archive: 'kgiton-payments-php.zip',
    files: [
      '.github',
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'composer.json',
      'config',
      'database',
      'generated',
      'src',
    ],
  },
  {
    name: 'go-mirror.yml',
    folder: 'packages/go',
    tools: [['git', '--version']],
    pack: `git init --quiet && git add --all && ${commit} && git archive --format=zip --output=../kgiton-go.zip HEAD`,
    archive: 'kgiton-go.zip',
    files: [
      '.github',
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'client.go',
      'go.mod',
      'internal',
      'kgitontest',
      'sandbox',
    ],
  },
];

describe.each(MIRRORS)('the repository of $name', ({ name, folder, tools, pack, archive, files }) => {
  describeWithTools('that has the package alone', [...tools, ['unzip', '-v']], () => {
    let script: string;
    let release: string;
    beforeAll(async () => {
      const { jobs } = parse(await readFile(join(ROOT, 'scripts/release', name), 'utf8')) as Mirror;
      script = jobs.mirror.steps.flatMap((step) => step.run ?? []).join('\n');
      release = await mkdtemp(join(tmpdir(), 'kgiton-release-'));
      const filter = (path: string) => !path.includes('/tools/');
      await cp(join(ROOT, folder), join(release, 'source'), { recursive: true, filter });
      const packed = await run('bash', ['-e', '-c', pack], join(release, 'source'));
      expect(packed.exitCode, packed.output).toBe(0);
      expect(script).toContain(`--pattern ${archive}`);
    });
    afterAll(() => rm(release, { recursive: true, force: true }));

    let root: string;
    const shell = (command: string, cwd = join(root, 'checkout')) =>
      run('bash', ['-e', '-c', command], cwd, {
        PATH: [join(root, 'bin'), process.env.PATH].join(delimiter),
        RUNNER_TEMP: join(root, 'temp'),
        RELEASE: release,
      });
    beforeEach(async () => {
      root = await mkdtemp(join(tmpdir(), 'kgiton-mirror-'));
      for (const folder of ['bin', 'temp', 'checkout']) await mkdir(join(root, folder));
      // GitHub as far as this step sees it: one release, v2.0.0, after those of the contract.
      const gh = `#!/usr/bin/env bash
if [ "$2" = list ]; then echo v2.0.0; else mkdir -p "$RUNNER_TEMP" && cp "$RELEASE/\${7}" "\${9}/"; fi
`;
      await writeFile(join(root, 'bin/gh'), gh);
      await chmod(join(root, 'bin/gh'), 0o755);
      await shell(`
      git init --quiet --bare ../origin && git clone --quiet ../origin . 2>/dev/null
      git config user.name mirror && git config user.email mirror@example.com
      mkdir -p .github/workflows && echo mirror > .github/workflows/mirror.yml && echo old > Removed.php
      git add --all && git commit --quiet --message first && git push --quiet origin HEAD`);
    });
    afterEach(() => rm(root, { recursive: true, force: true }));

    test('has the package of a release at its root, under the tag of the release, and keeps its workflow', async () => {
      const { exitCode, output } = await shell(script);
      expect(exitCode, output).toBe(0);
      const { output: tree } = await shell('git -C ../origin ls-tree --name-only v2.0.0');
      const names = tree.trim().split('\n');
      expect(names).toEqual(expect.arrayContaining(files));
      expect(names.filter((each) => !files.includes(each) && !each.endsWith('.go'))).toEqual([]);
    });

    test('is left alone until there is another release', async () => {
      await shell(script);
      const { output: before } = await shell('git -C ../origin rev-parse HEAD');
      const { exitCode, output } = await shell(script);
      expect(exitCode, output).toBe(0);
      expect((await shell('git -C ../origin rev-parse HEAD')).output).toBe(before);
    });
  });
});
